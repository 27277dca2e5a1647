// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/fq-codel-queue-disc.h"

#include "models/base/attributes.h"
#include "models/base/hash.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FqCoDelQueueDisc);

struct FqCoDelQueueDisc::Head
{
    FqCoDelQueueDisc& disc;
    Flow& flow;

    PacketPtr Pop()
    {
        if (flow.packets.Empty())
        {
            return PacketPtr();
        }
        PacketPtr packet = flow.packets.Pop();
        flow.backlog -= static_cast<int32_t>(packet->size);
        return packet;
    }

    Bytes Backlog() const
    {
        return Bytes(flow.backlog);
    }

    void Drop(PacketPtr packet)
    {
        disc.DropHeld(std::move(packet), *disc.m_late);
    }

    bool Mark(Packet& packet)
    {
        return disc.MarkCongestion(packet);
    }
};

ns3::TypeId
FqCoDelQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FqCoDelQueueDisc")
            .SetParent<QueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<FqCoDelQueueDisc>()
            .AddAttribute("Queues",
                          "Queues into which flows are hashed.",
                          IntegerValue(1024),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_queueCount),
                          MakeIntegerRangeChecker(1, 65'536))
            .AddAttribute("Ways",
                          "Queues of a set in which a flow finds a free one; 1 for a plain hash.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_ways),
                          MakeIntegerRangeChecker(1, 64))
            .AddAttribute("Perturb",
                          "Salt the hash with a random number.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&FqCoDelQueueDisc::m_perturb),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Quantum",
                          "IP bytes that a queue may send per turn.",
                          QuantityDefault(Bytes(1514)),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_quantum),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(1 << 20)))
            .AddAttribute("MaxPackets",
                          "Most packets that may wait in all queues.",
                          QuantityDefault(Packets(10'240)),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_maxPackets),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("MaxBytes",
                          "Most IP bytes that may wait in all queues.",
                          QuantityDefault(Bytes(32'000'000)),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_maxBytes),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(1'000'000'000)))
            .AddAttribute("DropBatch",
                          "Most packets dropped at once where a limit is exceeded.",
                          IntegerValue(64),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_dropBatch),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Target",
                          "CoDel: waiting time that is no reason to drop.",
                          QuantityDefault(MilliSeconds(5)),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_target),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("Interval",
                          "CoDel: how long packets must be late before one is dropped.",
                          QuantityDefault(MilliSeconds(100)),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_interval),
                          MakeQuantityChecker<SimTime>(MicroSeconds(10), Seconds(100)))
            .AddAttribute(
                "MinBytes",
                "CoDel: with so much left in the flow's queue or less nothing is dropped.",
                QuantityDefault(Bytes(1500)),
                MakeQuantityAccessor(&FqCoDelQueueDisc::m_minBytes),
                MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)))
            .AddAttribute("Ecn",
                          "CoDel: mark ECN-capable packets instead of dropping them.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&FqCoDelQueueDisc::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("CeThreshold",
                          "Every ECN-capable packet that has waited longer is marked.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&FqCoDelQueueDisc::m_ceThreshold),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Law",
                          "CoDel: when the next packet is dropped; none is SquareRoot.",
                          PolicyValue(),
                          MakePolicyAccessor(&FqCoDelQueueDisc::m_law),
                          MakePolicyChecker<CoDelLaw>());
    return tid;
}

void
FqCoDelQueueDisc::DoAttach()
{
    QueueDisc::DoAttach();
    m_late = &AddDropReason("late");
    m_overLimit = &AddDropReason("queue-full");
    if (m_queueCount % m_ways != 0)
    {
        throw std::invalid_argument(
            fmt::format("{}: a FqCoDel queue needs a multiple of its Ways, {}, as Queues; got {}",
                        Path(),
                        m_ways,
                        m_queueCount));
    }
    if (m_perturb)
    {
        RandomStream stream = Stream("perturbation");
        m_salt = HashInteger(stream.UniformInteger(1U << 31) + 1);
    }
    if (!m_law)
    {
        m_law = ns3::CreateObject<SquareRootCoDelLaw>();
    }
    m_control = CoDelControl(m_law, {m_target, m_interval, m_ceThreshold, m_minBytes, m_ecn});
}

void
FqCoDelQueueDisc::FlowList::Append(Flow& flow)
{
    flow.next = nullptr;
    (head == nullptr ? head : tail->next) = &flow;
    tail = &flow;
}

FqCoDelQueueDisc::Flow&
FqCoDelQueueDisc::FlowList::PopFront()
{
    Flow& flow = *head;
    head = flow.next;
    return flow;
}

uint32_t
FqCoDelQueueDisc::Mix(uint32_t flowHash) const
{
    return static_cast<uint32_t>(HashInteger(flowHash ^ m_salt) >> 32);
}

FqCoDelQueueDisc::Flow&
FqCoDelQueueDisc::FlowFor(uint32_t flowHash)
{
    const uint32_t queue = QueueOf(flowHash);
    return m_ways == 1 ? m_flows[queue] : InSet(queue, Mix(flowHash));
}

FqCoDelQueueDisc::Flow&
FqCoDelQueueDisc::InSet(uint32_t queue, uint32_t tag)
{
    const auto ways = static_cast<uint32_t>(m_ways);
    Flow* const set = &m_flows[queue - queue % ways];
    Flow* taken = &m_flows[queue];
    // From the last to the first, so that the first free queue is taken.
    for (Flow* flow = set + ways; flow-- != set;)
    {
        if (flow->place == Place::Inactive)
        {
            taken = flow;
        }
        else if (flow->tag == tag)
        {
            return *flow;
        }
    }
    if (taken->place == Place::Inactive)
    {
        taken->tag = tag;
    }
    return *taken;
}

void
FqCoDelQueueDisc::DoEnqueue(PacketPtr packet)
{
    if (!m_flows)
    {
        m_flows = std::make_unique<Flow[]>(static_cast<size_t>(m_queueCount));
    }
    Flow& flow = FlowFor(packet->flowHash);
    flow.backlog += static_cast<int32_t>(packet->size);
    flow.packets.Push(std::move(packet));
    if (flow.place == Place::Inactive)
    {
        flow.place = Place::New;
        flow.deficit = static_cast<int32_t>(m_quantum.Value());
        m_new.Append(flow);
    }
    while (Length() > m_maxPackets || Backlog() > m_maxBytes)
    {
        DropFromFattest(); // once, but where a batch of small packets frees too few bytes
    }
}

PacketPtr
FqCoDelQueueDisc::DoDequeue()
{
    for (;;)
    {
        FlowList& list = m_new.head != nullptr ? m_new : m_old;
        if (list.head == nullptr)
        {
            return PacketPtr();
        }
        Flow& flow = *list.head;
        if (flow.deficit <= 0)
        {
            flow.deficit += static_cast<int32_t>(m_quantum.Value());
            MoveToOld(list);
            continue;
        }
        Head head{*this, flow};
        PacketPtr packet = m_control.Dequeue(flow.codel, head, Now());
        if (packet)
        {
            flow.deficit -= static_cast<int32_t>(packet->size);
            m_turnsOfNew += flow.place == Place::New ? 1 : 0;
            return packet;
        }
        if (flow.place == Place::New)
        {
            MoveToOld(list); // else a flow could stay new by pausing for a moment
        }
        else
        {
            list.PopFront().place = Place::Inactive;
        }
    }
}

void
FqCoDelQueueDisc::MoveToOld(FlowList& from)
{
    Flow& flow = from.PopFront();
    flow.place = Place::Old;
    m_old.Append(flow);
}

void
FqCoDelQueueDisc::DropFromFattest()
{
    Flow* fattest = nullptr;
    for (Flow* first : {m_new.head, m_old.head})
    {
        for (Flow* flow = first; flow != nullptr; flow = flow->next)
        {
            // Of equals, the first queue: where a flow stands in its list is chance.
            if (fattest == nullptr || flow->backlog > fattest->backlog ||
                (flow->backlog == fattest->backlog && flow < fattest))
            {
                fattest = flow;
            }
        }
    }
    const int32_t half = fattest->backlog / 2;
    const int32_t before = fattest->backlog;
    Head head{*this, *fattest};
    for (int64_t i = 0; i < m_dropBatch && !fattest->packets.Empty(); ++i)
    {
        DropHeld(head.Pop(), *m_overLimit);
        if (before - fattest->backlog >= half)
        {
            break;
        }
    }
}

Tally
FqCoDelQueueDisc::Held() const
{
    Tally held;
    for (int64_t i = 0; m_flows && i < m_queueCount; ++i)
    {
        held += m_flows[static_cast<size_t>(i)].packets.Sum();
    }
    return held;
}

void
FqCoDelQueueDisc::ReportMetrics(MetricVisitor& visitor) const
{
    QueueDisc::ReportMetrics(visitor);
    visitor.Counter({"new_flow_packets", "packets", "packets sent in the first turn of their flow"},
                    m_turnsOfNew);
}

} // namespace nexsim
