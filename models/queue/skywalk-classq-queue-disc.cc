// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/skywalk-classq-queue-disc.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SkywalkClassqQueueDisc);

namespace
{
constexpr int kFreedPerDequeue = 4; //!< as shipped
} // namespace

ns3::TypeId
SkywalkClassqQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SkywalkClassqQueueDisc")
            .SetParent<QueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<SkywalkClassqQueueDisc>()
            .AddAttribute("Target",
                          "A flow's queue stands when the least wait over an Interval is longer.",
                          QuantityDefault(MilliSeconds(10)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_target),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("Interval",
                          "Over which the least wait is taken; and without a departure for longer, "
                          "a flow is stalled.",
                          QuantityDefault(MilliSeconds(100)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_interval),
                          MakeQuantityChecker<SimTime>(MicroSeconds(10), Seconds(100)))
            .AddAttribute("L4sTarget",
                          "L4S packets that have waited longer are marked; XNU: 2 ms wired, 15 ms "
                          "wireless.",
                          QuantityDefault(MilliSeconds(2)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_l4sTarget),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("L4sGuard",
                          "Instead of Target, for a flow's L4S packets.",
                          QuantityDefault(MilliSeconds(20)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_l4sGuard),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("StallBytes",
                          "With fewer IP bytes waiting, a flow does not count as stalled.",
                          QuantityDefault(Bytes(7500)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_stallBytes),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)))
            .AddAttribute("LargeBytes",
                          "With so many IP bytes waiting, a flow can be the largest, which loses "
                          "packets when the queue is full.",
                          QuantityDefault(Bytes(15'000)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_largeBytes),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)))
            .AddAttribute("Quantum",
                          "IP bytes of a turn of a flow, of which each service class has its "
                          "factor.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_quantum),
                          MakeQuantityChecker<Bytes>(Bytes(5), Bytes(1'048'576)))
            .AddAttribute("MaxPackets",
                          "Most packets that may wait, of all flows.",
                          QuantityDefault(Packets(2048)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_maxPackets),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(int64_t{1} << 40)))
            .AddAttribute("Linger",
                          "How long a flow's queue without packets is remembered.",
                          QuantityDefault(Seconds(3)),
                          MakeQuantityAccessor(&SkywalkClassqQueueDisc::m_linger),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1000)))
            .AddAttribute("L4s",
                          "Whether ECT(1) packets are L4S packets, with a queue of their own.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&SkywalkClassqQueueDisc::m_l4s),
                          ns3::MakeBooleanChecker())
            .AddAttribute("ReportCe",
                          "Report L4S packets to senders that heed advice instead of marking them.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&SkywalkClassqQueueDisc::m_reportCe),
                          ns3::MakeBooleanChecker())
            .AddAttribute("CompressAcks",
                          "Whether a pure TCP acknowledgement may take the place of an older one.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&SkywalkClassqQueueDisc::m_compressAcks),
                          ns3::MakeBooleanChecker());
    return tid;
}

void
SkywalkClassqQueueDisc::DoAttach()
{
    QueueDisc::DoAttach();
    m_early = &AddDropReason("early");
    m_flowControlled = &AddDropReason("flow-controlled");
    m_full = &AddDropReason("queue-full");
    for (size_t i = 0; i < kSkywalkClasses; ++i)
    {
        const SkywalkClassShape& shape = kSkywalkClassShapes[i];
        m_classes[i].Configure(shape, m_quantum.Value());
        m_classes[i].Attach(Run(), Path() + "/" + std::string(shape.name));
    }
}

void
SkywalkClassqQueueDisc::AddStartDelay(SimTime delay)
{
    m_target += delay;
    m_l4sTarget += delay;
}

PacketPtr
SkywalkClassqQueueDisc::DoDequeue()
{
    FreeLingering();
    for (;;)
    {
        const size_t which = m_rounds.Select();
        if (which == SkywalkClassRounds::NONE)
        {
            return PacketPtr();
        }
        SkywalkServiceClass& serviceClass = m_classes[which];
        serviceClass.Refill();
        PacketPtr packet = serviceClass.HasBudget() ? DequeueFrom(serviceClass) : PacketPtr();
        if (serviceClass.IsIdle())
        {
            m_rounds.OnIdle(which);
            serviceClass.ForgetBudget();
        }
        else if (!serviceClass.HasBudget())
        {
            m_rounds.OnExhausted(which);
        }
        if (packet)
        {
            return packet;
        }
    }
}

PacketPtr
SkywalkClassqQueueDisc::DequeueFrom(SkywalkServiceClass& serviceClass)
{
    PacketPtr packet;
    while (!packet && !serviceClass.IsIdle())
    {
        SkywalkFlowQueue& queue = *serviceClass.Turn();
        if (queue.deficit > 0 && !queue.packets.Empty())
        {
            packet = Take(queue, serviceClass);
        }
        if (serviceClass.EndTurn(queue))
        {
            m_flows.Idle(queue, Now());
        }
    }
    return packet;
}

PacketPtr
SkywalkClassqQueueDisc::Take(SkywalkFlowQueue& queue, SkywalkServiceClass& serviceClass)
{
    PacketPtr packet = queue.packets.Pop();
    queue.bytes -= packet->size;
    queue.deficit -= packet->size;
    serviceClass.Spend(packet->size);
    // A packet sent on before its tail arrived has not waited (cut-through).
    const SimTime wait = std::max(SimTime(0), Now() - packet->lastMark);
    serviceClass.CountDequeue(wait, packet->size);
    MarkLate(*packet, queue, wait);
    queue.delay.OnDeparture(Now(), wait, Bytes(queue.bytes));
    if (m_largest != &queue || queue.packets.Empty() || !IsAlmostFull(Length().Value() - 1))
    {
        queue.isOverwhelming = false;
    }
    ResumeIfCalm(queue);
    NoteSize(queue);
    return packet;
}

void
SkywalkClassqQueueDisc::MarkLate(Packet& packet, SkywalkFlowQueue& queue, SimTime wait)
{
    if (!queue.id.isL4s)
    {
        return;
    }
    ++queue.sinceReport;
    if (wait <= m_l4sTarget)
    {
        return;
    }
    SkywalkClassCounts& counts = m_classes[queue.id.serviceClass].Counts();
    FlowAdvisory* const advisory =
        m_reportCe && packet.hops == 0 ? Run().Flows()[packet.flow].advisory : nullptr;
    if (advisory != nullptr)
    {
        advisory->ReportCongestion(packet.flow, 1, queue.sinceReport);
        queue.sinceReport = 0;
        ++counts.ceReported;
        return;
    }
    counts.ceMarked += packet.ecn != Ecn::Congestion ? 1 : 0;
    MarkCongestion(packet);
}

void
SkywalkClassqQueueDisc::DropHead(SkywalkFlowQueue& queue, DropReason& reason)
{
    PacketPtr packet = queue.packets.Pop();
    queue.bytes -= packet->size;
    DropHeld(std::move(packet), reason);
    NoteSize(queue);
    if (queue.packets.Empty())
    {
        queue.delay.OnEmpty();
        queue.isOverwhelming = false;
        ResumeIfCalm(queue);
    }
}

void
SkywalkClassqQueueDisc::ResumeIfCalm(SkywalkFlowQueue& queue)
{
    if (!queue.isAdvised || queue.IsStanding())
    {
        return;
    }
    queue.isAdvised = false;
    const FlowIndex flow = queue.id.flow;
    if (m_advised.erase(flow) != 0)
    {
        ++m_classes[queue.id.serviceClass].Counts().flowFeedback;
        Run().Flows()[flow].advisory->Resume(flow);
    }
}

void
SkywalkClassqQueueDisc::NoteSize(SkywalkFlowQueue& queue)
{
    const int64_t large = m_largeBytes.Value();
    if (m_largest != nullptr && m_largest->bytes < large)
    {
        m_largest = nullptr;
    }
    if (queue.bytes >= large && (m_largest == nullptr || queue.bytes > m_largest->bytes))
    {
        m_largest = &queue;
    }
}

bool
SkywalkClassqQueueDisc::IsAlmostFull(int64_t packets) const
{
    return packets >= m_maxPackets.Value() * 9 / 10;
}

void
SkywalkClassqQueueDisc::FreeLingering()
{
    for (int i = 0; i < kFreedPerDequeue; ++i)
    {
        SkywalkFlowQueue* const queue = m_flows.Lingered(Now(), m_linger);
        if (queue == nullptr)
        {
            return;
        }
        m_flows.Erase(*queue);
    }
}

Tally
SkywalkClassqQueueDisc::Held() const
{
    Tally held;
    for (const SkywalkServiceClass& serviceClass : m_classes)
    {
        held += serviceClass.Inside();
    }
    return held;
}

SkywalkClassCounts
SkywalkClassqQueueDisc::Sum() const
{
    SkywalkClassCounts sum;
    for (const SkywalkServiceClass& serviceClass : m_classes)
    {
        sum += serviceClass.Counts();
    }
    return sum;
}

void
SkywalkClassqQueueDisc::ReportMetrics(MetricVisitor& visitor) const
{
    QueueDisc::ReportMetrics(visitor);
    Sum().ReportMetrics(visitor, MetricRole::Sum);
}

std::optional<std::string>
SkywalkClassqQueueDisc::FindError() const
{
    const SkywalkClassCounts sum = Sum();
    const int64_t waiting = Held().packets;
    const int64_t dropped = sum.dropEarly + sum.dropOverflow;
    if (m_enqueued != sum.dequeue + dropped + sum.compressed + waiting ||
        waiting != Length().Value())
    {
        return fmt::format(
            "of {} packets {} left in their turn, {} were dropped early, {} for want "
            "of room, {} were replaced and {} wait, {} by count",
            m_enqueued,
            sum.dequeue,
            sum.dropEarly,
            sum.dropOverflow,
            sum.compressed,
            waiting,
            Length().Value());
    }
    const auto suspended = static_cast<int64_t>(m_advised.size());
    if (sum.flowControl - sum.flowFeedback != suspended)
    {
        return fmt::format("{} flows were told to pause and {} to go on, but {} are suspended",
                           sum.flowControl,
                           sum.flowFeedback,
                           suspended);
    }
    return std::nullopt;
}

} // namespace nexsim
