// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECLAIM_SCENE_H
#define NEXSIM_RECLAIM_SCENE_H

#include "models/nexus/channel-reclaim.h"
#include "models/nexus/defunct-reclaim-policy.h"
#include "models/nexus/kill-reclaim-policy.h"
#include "models/nexus/static-pool-policy.h"
#include "tests/support/nexus-net.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nexsim::testing
{

/** 96 KiB that go and 64 KiB that are kept, beside a pool of 104 buffers in 208 KiB. */
inline constexpr int64_t kArenaFreed = 96 * 1024;
inline constexpr int64_t kArenaKept = 64 * 1024;
inline constexpr int64_t kPoolBytes = 208 * 1024;

template <typename Pool = StaticPoolPolicy>
Blueprint
PooledChannel(SimTime reconnect = MicroSeconds(50), SimTime relaunch = MicroSeconds(700))
{
    Blueprint memory(PoolMemory::GetTypeId());
    memory = With(memory, "Packets", Packets(100));
    memory = With(memory, "SegmentSize", Bytes(16 * 1024));
    memory = With(memory, "Magazine", Packets(0));
    Blueprint channel(NexusDatapath::GetTypeId());
    channel.SetPart("Pool", Blueprint(Pool::GetTypeId()));
    channel.SetPart("Memory", memory);
    channel = With(channel, "RxRing", Packets(64));
    channel = With(channel, "AllocRing", Packets(16));
    channel = With(channel, "Reconnect", reconnect);
    return With(channel, "Relaunch", relaunch);
}

inline Blueprint
ReclaimBy(const Blueprint& policy = Blueprint())
{
    Blueprint reclaim(ChannelReclaim::GetTypeId());
    if (!policy.IsEmpty())
    {
        reclaim.SetPart("Policy", policy);
    }
    return reclaim;
}

inline Blueprint
ReclaimingNexus(const Blueprint& reclaim)
{
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.SetPart("Reclaim", reclaim);
    return nexus;
}

using CostChanges = std::vector<std::pair<std::string, SimTime>>;

inline CostTable
ReclaimCosts(CostChanges changes = {})
{
    changes.emplace_back("segment_wire_map", NanoSeconds(0));
    return NexusCostTable(changes);
}

inline const Blueprint kDefunctPolicy(DefunctReclaimPolicy::GetTypeId());
inline const Blueprint kKillPolicy(KillReclaimPolicy::GetTypeId());

/** @brief A NexusNet whose nexus has a ChannelReclaim. */
struct ReclaimScene : NexusNet
{
    explicit ReclaimScene(const Blueprint& reclaim,
                          const Blueprint& nic = Blueprint(Nic::GetTypeId()),
                          const CostChanges& changes = {})
        : NexusNet(ReclaimCosts(changes), ReclaimingNexus(reclaim), nic)
    {
    }

    /** Of a whole nexus. */
    explicit ReclaimScene(const Blueprint& nexus, int /*whole*/) : NexusNet(ReclaimCosts(), nexus)
    {
    }

    void AddClosed(const std::string& name)
    {
        Blueprint app = With(Blueprint(App::GetTypeId()), "State", AppState::Closed);
        app.SetPart("Datapath", PooledChannel());
        app.Set("Core", ns3::Create<IntegerValue>(1));
        b.AddApp(name, app);
    }

    void Set(const std::string& app, AppState state)
    {
        b.FindApp(app)->SetState(state);
    }

    int64_t Of(const std::string& app, const std::string& metric)
    {
        for (const Component* component : net.Context().Components())
        {
            if (component->Path() == "b/" + app + "/datapath")
            {
                return MetricMap(*component)[metric];
            }
        }
        throw std::logic_error(app);
    }

    int64_t Host(const std::string& metric)
    {
        return MetricMap(Find<ChannelReclaim>())[metric];
    }

    size_t Arrived() const
    {
        return entry->arrivals.size();
    }

    /** A flow from an application to the other host. */
    FlowIndex AddSent(const std::string& app)
    {
        FlowKey key;
        key.source = Ipv4Bytes(b.Address());
        key.sourcePort = static_cast<uint16_t>(3000 + sent++);
        key.destination = Ipv4Bytes(a.Address());
        key.destinationPort = 9;
        const FlowIndex flow = net.Context().Flows().Intern(key);
        net.Context().Flows()[flow].destination = a.Index();
        b.FindApp(app)->Open(flow);
        a.FindApp("")->Listen(flow, *entry);
        return flow;
    }

    void SendFrom(const std::string& app, FlowIndex flow, int64_t size)
    {
        FlowRecord& record = net.Context().Flows()[flow];
        PacketPtr packet = net.Context().Pool().Allocate();
        packet->created = packet->lastMark = net.Context().Now();
        packet->flow = flow;
        packet->flowHash = record.hash;
        packet->number = record.sentNumber++;
        packet->destination = record.destination;
        packet->size = static_cast<uint32_t>(size);
        packet->payloadBytes = static_cast<uint32_t>(size - 28);
        net.GetLedger().Born(*packet, packet->created, 0);
        b.FindApp(app)->Port().Send(std::move(packet));
    }

    int sent = 0;
};

} // namespace nexsim::testing

#endif // NEXSIM_RECLAIM_SCENE_H
