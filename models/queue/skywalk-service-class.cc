// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/skywalk-service-class.h"

#include <algorithm>

namespace nexsim
{

namespace
{

enum ClassIndex : uint8_t
{
    kCtl,
    kVo,
    kVi,
    kRv,
    kAv,
    kOam,
    kRd,
    kBe,
    kBk,
    kBkSys
};

} // namespace

uint8_t
SkywalkClassOf(uint8_t dscp)
{
    switch (dscp)
    {
    case 48: // CS6, network control
    case 56: // CS7
        return kCtl;
    case 46: // EF, telephony
    case 44: // VOICE-ADMIT (RFC 5865)
        return kVo;
    case 40: // CS5, signalling
    case 34: // AF41 to AF43, multimedia conferencing
    case 36:
    case 38:
        return kVi;
    case 32: // CS4, real-time interactive
        return kRv;
    case 26: // AF31 to AF33, multimedia streaming
    case 28:
    case 30:
    case 24: // CS3, broadcast video
        return kAv;
    case 16: // CS2, OAM
        return kOam;
    case 18: // AF21 to AF23, low-latency data
    case 20:
    case 22:
        return kRd;
    case 8: // CS1, low-priority data
        return kBk;
    case 1: // LE, lower effort (RFC 8622)
        return kBkSys;
    default:
        return kBe;
    }
}

SkywalkClassCounts&
SkywalkClassCounts::operator+=(const SkywalkClassCounts& other)
{
    flowControl += other.flowControl;
    flowFeedback += other.flowFeedback;
    dequeueStall += other.dequeueStall;
    overwhelming += other.overwhelming;
    dropOverflow += other.dropOverflow;
    dropEarly += other.dropEarly;
    dequeue += other.dequeue;
    dequeueBytes += other.dequeueBytes;
    ceMarked += other.ceMarked;
    ceReported += other.ceReported;
    l4sPackets += other.l4sPackets;
    compressible += other.compressible;
    compressed += other.compressed;
    return *this;
}

void
SkywalkClassCounts::ReportMetrics(MetricVisitor& visitor, MetricRole role) const
{
    visitor.Counter({"flow_control", "events", "suspensions issued", role}, flowControl);
    visitor.Counter({"flow_feedback", "events", "resumptions issued", role}, flowFeedback);
    visitor.Counter({"dequeue_stall", "events", "flows from which nothing left", role},
                    dequeueStall);
    visitor.Counter({"overwhelming", "events", "flows suspended for filling the queue", role},
                    overwhelming);
    visitor.Counter({"drop_overflow", "packets", "dropped at the packet limit", role},
                    dropOverflow);
    visitor.Counter({"drop_early", "packets", "dropped since their flow's queue stands", role},
                    dropEarly);
    visitor.Counter({"dequeue", "packets", "packets that left in their turn", role}, dequeue);
    visitor.Counter({"dequeue_bytes", "B", "their IP bytes", role}, dequeueBytes);
    visitor.Counter({"ce_marked", "packets", "L4S packets marked for their wait", role}, ceMarked);
    visitor.Counter({"ce_reported", "packets", "L4S packets reported instead of marked", role},
                    ceReported);
    visitor.Counter({"l4s_pkts", "packets", "L4S packets that came", role}, l4sPackets);
    visitor.Counter({"pkts_compressible", "packets", "pure acknowledgements that came", role},
                    compressible);
    visitor.Counter({"pkts_compressed", "packets", "of these, put in an older one's place", role},
                    compressed);
}

void
SkywalkServiceClass::Configure(const SkywalkClassShape& shape, int64_t quantum)
{
    m_quantum = std::max<int64_t>(1, quantum * shape.quantumFifths / 5);
    m_mostTurns = shape.mostTurns;
}

void
SkywalkServiceClass::Activate(SkywalkFlowQueue& queue)
{
    queue.place = SkywalkFlowQueue::Place::New;
    queue.deficit = m_quantum;
    m_new.Append(queue);
}

bool
SkywalkServiceClass::EndTurn(SkywalkFlowQueue& queue)
{
    const bool isEmpty = queue.packets.Empty();
    if (queue.place == SkywalkFlowQueue::Place::Old && isEmpty)
    {
        m_old.Remove(queue);
        return true;
    }
    if (isEmpty || queue.deficit <= 0)
    {
        (queue.place == SkywalkFlowQueue::Place::New ? m_new : m_old).Remove(queue);
        queue.place = SkywalkFlowQueue::Place::Old;
        queue.deficit += m_quantum;
        m_old.Append(queue);
    }
    return false;
}

void
SkywalkServiceClass::Refill()
{
    if (m_budget <= 0)
    {
        m_budget += std::min(m_mostTurns, m_new.Size() + m_old.Size()) * m_quantum;
    }
}

void
SkywalkServiceClass::CountDequeue(SimTime wait, int64_t bytes)
{
    ++m_counts.dequeue;
    m_counts.dequeueBytes += bytes;
    m_delay.Record(wait.Value());
}

Tally
SkywalkServiceClass::Inside() const
{
    Tally inside;
    for (const SkywalkFlowList* list : {&m_new, &m_old})
    {
        for (const SkywalkFlowQueue* queue = list->Front(); queue != nullptr; queue = queue->next)
        {
            inside += queue->packets.Sum();
        }
    }
    return inside;
}

void
SkywalkServiceClass::ReportMetrics(MetricVisitor& visitor) const
{
    m_counts.ReportMetrics(visitor, MetricRole::Own);
    visitor.Level({"newflows_cnt", "1", "flow queues in their first turn"}, m_new.Size());
    visitor.Level({"oldflows_cnt", "1", "flow queues in later turns"}, m_old.Size());
    visitor.Distribution({"qdelay", "ps", "wait of the packets that left"}, m_delay);
}

void
SkywalkServiceClass::BeginMeasurement()
{
    m_delay = LogLinearHistogram();
}

} // namespace nexsim
