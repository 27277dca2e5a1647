// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLASSQ_SCENE_H
#define NEXSIM_CLASSQ_SCENE_H

#include "models/base/attributes.h"
#include "models/queue/skywalk-classq-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <string>
#include <utility>
#include <vector>

namespace nexsim::testing
{

/** Remembers what it is told: "+1" for a suspension of flow 1, "-1" for its end. */
class AdvisoryLog : public FlowAdvisory
{
  public:
    void Suspend(FlowIndex flow) override
    {
        text += "+" + std::to_string(flow);
    }

    void Resume(FlowIndex flow) override
    {
        text += "-" + std::to_string(flow);
    }

    void ReportCongestion(FlowIndex /*flow*/, uint32_t marks, uint32_t packets) override
    {
        text += "!" + std::to_string(marks) + "/" + std::to_string(packets);
    }

    std::string Take()
    {
        return std::exchange(text, "");
    }

    std::string text;
};

enum class SenderKind : uint8_t
{
    Udp,
    Quic,
    Tcp
};

struct PacketShape
{
    uint32_t size = 1000;
    uint8_t dscp = 0;
    Ecn ecn = Ecn::NotCapable;
    uint8_t hops = 0;
};

/** A class queue in a run of its own, with flows whose senders heed it or not. */
struct ClassqScene
{
    using Settings = std::vector<std::pair<const char*, int64_t>>;

    explicit ClassqScene(const Settings& settings = {}, bool reportCe = false)
    {
        Blueprint blueprint(SkywalkClassqQueueDisc::GetTypeId());
        for (const auto& [name, value] : settings)
        {
            blueprint.Set(name, ns3::Create<IntegerValue>(value));
        }
        blueprint.Set("ReportCe", ns3::Create<ns3::BooleanValue>(reportCe));
        queue = blueprint.CreateAs<SkywalkClassqQueueDisc>();
        queue->Attach(run, "queue");
    }

    FlowIndex AddFlow(SenderKind kind, bool heeds)
    {
        FlowKey key;
        key.protocol = kind == SenderKind::Tcp ? kProtocolTcp : kProtocolUdp;
        key.sourcePort = static_cast<uint16_t>(1000 + run.Flows().Size());
        const FlowIndex flow = run.Flows().Intern(key);
        run.Flows()[flow].carriesQuic = kind == SenderKind::Quic;
        run.Flows()[flow].advisory = heeds ? &log : nullptr;
        return flow;
    }

    PacketPtr Make(FlowIndex flow, const PacketShape& shape)
    {
        PacketPtr packet = run.Pool().Allocate();
        FlowRecord& record = run.Flows()[flow];
        packet->created = run.Now();
        packet->lastMark = run.Now();
        packet->flow = flow;
        packet->flowHash = record.hash;
        packet->number = record.sentNumber++;
        packet->size = shape.size;
        packet->payloadBytes = shape.size - 28;
        packet->dscp = shape.dscp;
        packet->ecn = shape.ecn;
        packet->hops = shape.hops;
        run.GetLedger().Born(*packet, run.Now(), 0);
        return packet;
    }

    void Enqueue(FlowIndex flow, const PacketShape& shape = {})
    {
        queue->Enqueue(Make(flow, shape));
    }

    /** An acknowledgement without payload. */
    void Acknowledge(FlowIndex flow, uint32_t generation, uint32_t payload = 0)
    {
        PacketPtr packet = run.Pool().Allocate();
        packet->created = packet->lastMark = run.Now();
        packet->flow = flow;
        packet->flowHash = run.Flows()[flow].hash;
        packet->number = run.Flows()[flow].sentNumber++;
        packet->size = 52 + payload;
        packet->payloadBytes = payload;
        TransportOf(*packet) = TransportFields{};
        TransportOf(*packet).generation = generation;
        run.GetLedger().Born(*packet, run.Now(), 0);
        queue->Enqueue(std::move(packet));
    }

    struct Served
    {
        int64_t flow = -1;
        int64_t number = -1;
        bool isMarked = false;

        bool operator==(const Served& other) const
        {
            return flow == other.flow && number == other.number && isMarked == other.isMarked;
        }
    };

    Served Serve()
    {
        PacketPtr packet = queue->Dequeue();
        if (!packet)
        {
            return {};
        }
        const Served served{packet->flow, packet->number, packet->ecn == Ecn::Congestion};
        run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
        return served;
    }

    void Until(SimTime time)
    {
        RunUntil(run, time);
    }

    int64_t Count(const char* name) const
    {
        return MetricMap(*queue)[name];
    }

    int64_t Dropped(FlowIndex flow)
    {
        return run.Flows()[flow].dropped.packets;
    }

    Simulation simulation;
    RunContext run;
    AdvisoryLog log;
    ns3::Ptr<SkywalkClassqQueueDisc> queue;
};

} // namespace nexsim::testing

#endif // NEXSIM_CLASSQ_SCENE_H
