// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/red-queue-disc.h"

#include "models/base/attributes.h"
#include "models/base/math.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(RedQueueDisc);

ns3::TypeId
RedQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::RedQueueDisc")
            .SetParent<SingleQueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<RedQueueDisc>()
            .AddAttribute("MinThreshold",
                          "Average length from which on arrivals are at risk.",
                          QuantityDefault(Packets(5)),
                          MakeQuantityAccessor(&RedQueueDisc::m_minPackets),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(1 << 30)))
            .AddAttribute("MaxThreshold",
                          "Average length at which the probability is MaxProbability.",
                          QuantityDefault(Packets(15)),
                          MakeQuantityAccessor(&RedQueueDisc::m_maxPackets),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 30)))
            .AddAttribute("MaxProbability",
                          "Probability at the upper threshold.",
                          QuantityDefault(Ratio(20'000'000)),
                          MakeQuantityAccessor(&RedQueueDisc::m_maxRatio),
                          MakeQuantityChecker<Ratio>(Ratio(1), Ratio(1'000'000'000)))
            .AddAttribute("Weight",
                          "Weight of the present length in the average.",
                          QuantityDefault(Ratio(2'000'000)),
                          MakeQuantityAccessor(&RedQueueDisc::m_weight),
                          MakeQuantityChecker<Ratio>(Ratio(1), Ratio(1'000'000'000)))
            .AddAttribute("Gentle",
                          "Probability rises to 1 at twice the upper threshold, not at once.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&RedQueueDisc::m_gentle),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Wait",
                          "After a drop or mark, 1/p packets pass untouched: gaps lie between 1/p "
                          "and 2/p.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&RedQueueDisc::m_wait),
                          ns3::MakeBooleanChecker())
            .AddAttribute("ByteMode",
                          "Length in bytes, and risk in proportion to the packet's size; a packet "
                          "of a threshold stands for MeanPacketSize.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&RedQueueDisc::m_byteMode),
                          ns3::MakeBooleanChecker())
            .AddAttribute("CountArriving",
                          "The arriving packet counts as one since the last drop or mark, as in "
                          "ns-2 and ns-3.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&RedQueueDisc::m_countArriving),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Ecn",
                          "Mark ECN-capable packets instead of dropping them early.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&RedQueueDisc::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("HardDrop",
                          "Above the region of chance, drop what is ECN-capable too.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&RedQueueDisc::m_hardDrop),
                          ns3::MakeBooleanChecker())
            .AddAttribute("MeanPacketSize",
                          "IP bytes of a usual packet.",
                          QuantityDefault(Bytes(500)),
                          MakeQuantityAccessor(&RedQueueDisc::m_meanSize),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(65'535)))
            .AddAttribute("LinkRate",
                          "Rate at which the average ages while the queue is idle.",
                          QuantityDefault(BitRate(10'000'000'000)),
                          MakeQuantityAccessor(&RedQueueDisc::m_linkRate),
                          MakeQuantityChecker<BitRate>(BitRate(1), BitRate(8'000'000'000'000)));
    return tid;
}

void
RedQueueDisc::DoAttach()
{
    SingleQueueDisc::DoAttach();
    if (m_maxPackets <= m_minPackets)
    {
        throw std::invalid_argument(
            fmt::format("{}: a Red queue needs its MaxThreshold, {}p, above its MinThreshold, {}p",
                        Path(),
                        m_maxPackets.Value(),
                        m_minPackets.Value()));
    }
    const int64_t unit = m_byteMode ? m_meanSize.Value() : 1;
    m_min = static_cast<double>(m_minPackets.Value() * unit);
    m_max = static_cast<double>(m_maxPackets.Value() * unit);
    m_keep = 1.0 - static_cast<double>(m_weight.Value()) / 1e9;
    m_maxProbability = static_cast<double>(m_maxRatio.Value()) / 1e9;
    m_link = TransmissionTime(m_linkRate);
    m_stream.emplace(Stream("early"));
    m_early = &AddDropReason("early");
    m_forced = &AddDropReason("average-too-high");
}

void
RedQueueDisc::DoEnqueue(PacketPtr packet)
{
    const auto length =
        static_cast<double>(m_byteMode ? Backlog().Value() - packet->size : Length().Value() - 1);
    UpdateAverage(length);
    const Verdict verdict = Judge(length, packet->size);
    const bool mayMark = m_ecn && (verdict == Verdict::Early || !m_hardDrop);
    if (verdict != Verdict::Pass && !(mayMark && MarkCongestion(*packet)))
    {
        DropHeld(std::move(packet), verdict == Verdict::Early ? *m_early : *m_forced);
    }
    else if (IsOverLimit())
    {
        DropFull(std::move(packet));
    }
    else
    {
        m_waiting.Push(std::move(packet));
    }
}

PacketPtr
RedQueueDisc::DoDequeue()
{
    if (m_waiting.Empty())
    {
        return PacketPtr();
    }
    PacketPtr packet = m_waiting.Pop();
    if (m_waiting.Empty())
    {
        m_idleFrom = Now() + m_link.Span(packet->size);
    }
    return packet;
}

void
RedQueueDisc::UpdateAverage(double length)
{
    double keep = m_keep;
    const SimTime now = Now();
    if (m_idleFrom < now)
    {
        // As if so many packets had found the queue empty.
        const auto bits = static_cast<__int128>((now - m_idleFrom).Value()) * m_linkRate.Value();
        const auto missed =
            static_cast<int64_t>(bits / 1'000'000'000'000 / (8 * m_meanSize.Value()));
        keep = math::Pow(m_keep, static_cast<double>(missed + 1));
    }
    m_idleFrom = kNever;
    m_average = m_average * keep + (1.0 - m_keep) * length;
}

RedQueueDisc::Verdict
RedQueueDisc::Judge(double length, uint32_t size)
{
    if (m_average < m_min || length <= 1)
    {
        m_between = false;
        ++m_count;
        m_countBytes += size;
        return Verdict::Pass;
    }
    if (m_average >= (m_gentle ? 2 * m_max : m_max))
    {
        ++m_count;
        m_countBytes += size;
        return Verdict::Forced;
    }
    if (!m_between)
    {
        m_between = true;
        m_count = 1;
        m_countBytes = size;
        return Verdict::Pass;
    }
    return IsAtChance(size) ? Verdict::Early : Verdict::Pass;
}

bool
RedQueueDisc::IsAtChance(uint32_t size)
{
    const double probability = Spread(Probability(), size);
    if (m_stream->Uniform() <= probability)
    {
        m_count = 0;
        m_countBytes = 0;
        return true;
    }
    ++m_count;
    m_countBytes += size;
    return false;
}

double
RedQueueDisc::Probability() const
{
    if (m_average >= m_max)
    {
        const double slope = (1.0 - m_maxProbability) / m_max;
        return std::min(1.0, slope * m_average + (2.0 * m_maxProbability - 1.0));
    }
    return (m_average - m_min) / (m_max - m_min) * m_maxProbability;
}

double
RedQueueDisc::Spread(double probability, uint32_t size) const
{
    const int64_t extra = m_countArriving ? 1 : 0;
    const auto count = static_cast<double>(
        m_byteMode ? (m_countBytes + extra * size) / m_meanSize.Value() : m_count + extra);
    double spread = 1;
    if (m_wait && count * probability < 1)
    {
        spread = 0;
    }
    else if (count * probability < (m_wait ? 2 : 1))
    {
        spread = probability / ((m_wait ? 2 : 1) - count * probability);
    }
    if (m_byteMode && spread < 1)
    {
        spread = spread * size / static_cast<double>(m_meanSize.Value());
    }
    return std::min(1.0, spread);
}

void
RedQueueDisc::ReportMetrics(MetricVisitor& visitor) const
{
    SingleQueueDisc::ReportMetrics(visitor);
    visitor.Counter({"early_drops", "packets", "packets dropped by chance"},
                    m_early->dropped.packets);
    visitor.Counter({"forced_drops", "packets", "packets dropped since the average was too high"},
                    m_forced->dropped.packets);
}

} // namespace nexsim
