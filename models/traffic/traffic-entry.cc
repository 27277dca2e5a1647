// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/traffic-entry.h"

#include "models/base/segments.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief `count` values that add up to `sum`, as equal as whole numbers can be. */
void
RecordMean(LogLinearHistogram& histogram, int64_t sum, uint16_t count)
{
    if (count == 1)
    {
        histogram.Record(sum);
        return;
    }
    const auto above = static_cast<uint64_t>(sum % count);
    histogram.Record(sum / count, count - above);
    histogram.Record(sum / count + 1, above);
}

} // namespace

void
TrafficEntry::Deliver(PacketPtr packet)
{
    Record(*packet);
    Run().GetLedger().Deliver(std::move(packet), Now(), PathHash());
}

void
TrafficEntry::DeliverControl(PacketPtr packet)
{
    m_controlDelivered.AddSegments(*packet);
    Run().GetLedger().Deliver(std::move(packet), Now(), PathHash());
}

void
TrafficEntry::Record(const Packet& packet)
{
    m_delivered.AddSegments(packet);
    m_deliveredBytes += SeparateIpBytes(packet);
    m_marked += packet.ecn == Ecn::Congestion ? packet.segments : 0;
    if (packet.created < Run().MeasureFrom())
    {
        return;
    }
    const int64_t latency = AgeSum(packet, Now());
    RecordMean(m_latency, latency, packet.segments);
    if (m_keepsFlowLatencies)
    {
        RecordMean(m_flowLatency[packet.flow], latency, packet.segments);
    }
#ifndef NEXSIM_WITHOUT_ACCOUNTING
    FlowRecord& flow = Run().Flows()[packet.flow];
    flow.latencySum += static_cast<uint64_t>(latency);
    flow.measuredPackets += packet.segments;
    int64_t sum = 0;
    for (unsigned left = packet.stages; left != 0; left &= left - 1)
    {
        const auto stage = static_cast<size_t>(__builtin_ctz(left));
        const int64_t span = StagesOf(packet).picoseconds[stage];
        sum += span;
        flow.stageSums[stage] += static_cast<uint64_t>(span);
        if (!m_stages[stage])
        {
            m_stages[stage] = std::make_unique<LogLinearHistogram>();
        }
        RecordMean(*m_stages[stage], span, packet.segments);
    }
    if (sum != latency)
    {
        throw std::logic_error(
            fmt::format("{}: the stages of a packet add up to {} ps, its latency "
                        "is {} ps, at {} ps",
                        Path(),
                        sum,
                        latency,
                        Now().Value()));
    }
#endif
}

LogLinearHistogram::Total
TrafficEntry::StageSum() const
{
    LogLinearHistogram::Total sum = 0;
    for (const auto& stage : m_stages)
    {
        sum += stage ? stage->Sum() : 0;
    }
    return sum;
}

void
TrafficEntry::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"sent_packets", "packets", "packets that sources offered to their hosts"},
                    m_sent.packets);
    visitor.Counter({"delivered_packets", "packets", "packets that reached their application"},
                    m_delivered.packets);
    visitor.Counter({"dropped_packets", "packets", "packets lost on their way"}, m_dropped.packets);
    visitor.Quotient({"loss", "1", "lost packets per packet that ended, lost or delivered"},
                     m_dropped.packets,
                     m_dropped.packets + m_delivered.packets);
    visitor.Rate({"offered", "bps", "IP bits offered per second"}, m_sentBytes * 8);
    visitor.Rate({"throughput", "bps", "IP bits delivered per second"}, m_deliveredBytes * 8);
    visitor.Rate({"goodput", "bps", "payload bits delivered per second"},
                 m_delivered.payloadBytes * 8);
    visitor.Rate({"packet_rate", "pps", "packets delivered per second"}, m_delivered.packets);
    visitor.Counter({"marked_packets", "packets", "delivered with congestion experienced"},
                    m_marked);
    visitor.Distribution({"latency", "ps", "send to delivery of the last bit"}, m_latency);
    if (m_transfers)
    {
        m_transfers->ReportMetrics(visitor);
    }
}

} // namespace nexsim
