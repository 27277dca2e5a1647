// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_NET_H
#define NEXSIM_NEXUS_NET_H

#include "models/base/balance.h"
#include "models/nic/count-or-timer-moderation.h"
#include "tests/support/nexus-scene.h"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim::testing
{

/** @brief A NIC that interrupts when so many packets are there: they come as one chain. */
inline Blueprint
NicOfChains(int64_t packets, int64_t queues = 1)
{
    Blueprint moderation(CountOrTimerInterruptModeration::GetTypeId());
    moderation.Set("Count", ns3::Create<IntegerValue>(QuantityDefault(Packets(packets))));
    moderation.Set("Delay", ns3::Create<IntegerValue>(QuantityDefault(MicroSeconds(100))));
    Blueprint nic(Nic::GetTypeId());
    nic.Set("RxRing", ns3::Create<IntegerValue>(QuantityDefault(Packets(4096))));
    nic.Set("RxQueues", ns3::Create<IntegerValue>(queues));
    nic.Set("Moderation", ns3::Create<BlueprintValue>(moderation));
    return nic;
}

/** @brief A flow whose packets a test makes. */
struct MadeFlow
{
    FlowIndex index = 0;
    uint64_t sequence = 1;
};

/** @brief A free host, a link, and a host with a nexus and applications over channels or sockets. */
class NexusNet
{
  public:
    explicit NexusNet(const CostTable& costs,
                      const Blueprint& nexus = Blueprint(SkywalkNexus::GetTypeId()),
                      const Blueprint& nic = Blueprint(Nic::GetTypeId()),
                      int64_t cores = 3)
        : a(net.AddHost("a")), b(net.AddHost("b", NexusHostOf(cores, costs, nexus)))
    {
        net.Connect(a,
                    b,
                    LinkOf(BitRate(100'000'000'000), SimTime(0), Bytes(0), Bytes(65'535)),
                    {},
                    nic);
        net.Route();
        a.AddApp("", Blueprint(App::GetTypeId()));
        entry = &net.AddEntry("load");
    }

    void AddApp(const std::string& name, const Blueprint& datapath, int64_t core)
    {
        Blueprint app(App::GetTypeId());
        app.SetPart("Datapath", datapath);
        app.Set("Core", ns3::Create<IntegerValue>(core));
        b.AddApp(name, app);
    }

    /** @brief A flow from a to an application of b; its packets end in `entry`. */
    MadeFlow& AddFlow(const std::string& app, uint8_t protocol = kProtocolUdp, uint16_t port = 80)
    {
        FlowKey key;
        key.protocol = protocol;
        key.source = Ipv4Bytes(a.Address());
        key.sourcePort = static_cast<uint16_t>(1000 + m_flows.size());
        key.destination = Ipv4Bytes(b.Address());
        key.destinationPort = port;
        auto flow = std::make_unique<MadeFlow>();
        flow->index = net.Context().Flows().Intern(key);
        net.Context().Flows()[flow->index].destination = b.Index();
        b.FindApp(app)->Listen(flow->index, *entry);
        m_flows.push_back(std::move(flow));
        return *m_flows.back();
    }

    /** @brief A datagram, or a TCP segment that follows those before it. */
    void Send(MadeFlow& flow, int64_t size, uint8_t flags = 16)
    {
        FlowRecord& record = net.Context().Flows()[flow.index];
        const bool isTcp = record.key.protocol == kProtocolTcp;
        PacketPtr packet = net.Context().Pool().Allocate();
        packet->created = packet->lastMark = net.Context().Now();
        packet->flow = flow.index;
        packet->flowHash = record.hash;
        packet->number = record.sentNumber++;
        packet->destination = record.destination;
        packet->size = static_cast<uint32_t>(size);
        packet->payloadBytes = static_cast<uint32_t>(size - (isTcp ? 52 : 28));
        if (isTcp)
        {
            packet->flags = flags;
            TransportOf(*packet) = {};
            TransportOf(*packet).sequence = flow.sequence;
            flow.sequence += packet->payloadBytes;
        }
        net.GetLedger().Born(*packet, packet->created, 0);
        a.FindApp("")->Port().Send(std::move(packet));
    }

    /** @brief Simulates up to then, and checks all books. */
    void Run(SimTime end)
    {
        net.Run(end);
        const std::optional<std::string> imbalance = FindImbalance(net.Context());
        CHECK_MESSAGE(!imbalance, imbalance.value_or(""));
        CHECK(entry->StageSum() == entry->Latency().Sum());
    }

    SkywalkNexus& Nexus()
    {
        return Find<SkywalkNexus>();
    }

    /** @brief The only component of this kind. */
    template <typename T>
    T& Find()
    {
        for (Component* component : net.Context().Components())
        {
            if (auto* found = dynamic_cast<T*>(component))
            {
                return *found;
            }
        }
        throw std::logic_error("there is no such component");
    }

    /** @brief Flows of the packets that have arrived, numbered by AddFlow, in order. */
    std::vector<int> Order() const
    {
        std::vector<int> order;
        for (const Arrival& arrival : entry->arrivals)
        {
            for (size_t flow = 0; flow < m_flows.size(); ++flow)
            {
                if (m_flows[flow]->index == arrival.packet.flow)
                {
                    order.push_back(static_cast<int>(flow));
                }
            }
        }
        return order;
    }

    /** @brief Whether of each flow the packets have arrived in the order of their numbers. */
    bool IsInOrder() const
    {
        std::map<FlowIndex, uint32_t> next;
        for (const Arrival& arrival : entry->arrivals)
        {
            if (arrival.packet.number != next[arrival.packet.flow])
            {
                return false;
            }
            next[arrival.packet.flow] += arrival.packet.segments;
        }
        return true;
    }

    MiniNetwork net;
    Host& a;
    Host& b;
    RecordingEntry* entry = nullptr;

  private:
    std::vector<std::unique_ptr<MadeFlow>> m_flows;
};

} // namespace nexsim::testing

#endif // NEXSIM_NEXUS_NET_H
