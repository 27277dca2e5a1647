// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/cobalt-queue-disc.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CobaltQueueDisc);

namespace
{

/** One Newton step of x' = x (3 - count x^2) / 2 with 32 bits behind the point. */
uint32_t
NewtonStep(uint32_t x, uint32_t count)
{
    const uint64_t square = static_cast<uint64_t>(x) * x >> 32;
    const uint64_t bracket = ((uint64_t{3} << 32) - count * square) >> 2; // else it overflows
    return static_cast<uint32_t>(bracket * x >> 31);
}

} // namespace

ns3::TypeId
CobaltQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CobaltQueueDisc")
            .SetParent<SingleQueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<CobaltQueueDisc>()
            .AddAttribute("Target",
                          "Waiting time that is no reason to drop.",
                          QuantityDefault(MilliSeconds(5)),
                          MakeQuantityAccessor(&CobaltQueueDisc::m_targetTime),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("Interval",
                          "Between the first drops of CoDel: a round trip.",
                          QuantityDefault(MilliSeconds(100)),
                          MakeQuantityAccessor(&CobaltQueueDisc::m_intervalTime),
                          MakeQuantityChecker<SimTime>(MicroSeconds(10), Seconds(100)))
            .AddAttribute("Ecn",
                          "CoDel marks ECN-capable packets instead of dropping them.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&CobaltQueueDisc::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("CeThreshold",
                          "Every ECN-capable packet that has waited longer is marked.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&CobaltQueueDisc::m_ceThreshold),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("BlueThreshold",
                          "Waiting time above which Blue's probability rises.",
                          QuantityDefault(MilliSeconds(400)),
                          MakeQuantityAccessor(&CobaltQueueDisc::m_blueThreshold),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Increment",
                          "By how much Blue's probability rises, at most once per Target.",
                          QuantityDefault(Ratio(3'906'250)),
                          MakeQuantityAccessor(&CobaltQueueDisc::m_increment),
                          MakeQuantityChecker<Ratio>(Ratio(0), Ratio(1'000'000'000)))
            .AddAttribute("Decrement",
                          "By how much it falls, at most once per Target.",
                          QuantityDefault(Ratio(244'141)),
                          MakeQuantityAccessor(&CobaltQueueDisc::m_decrement),
                          MakeQuantityChecker<Ratio>(Ratio(0), Ratio(1'000'000'000)));
    return tid;
}

void
CobaltQueueDisc::DoAttach()
{
    SingleQueueDisc::DoAttach();
    m_target = m_targetTime.Value() / 1000;
    m_interval = m_intervalTime.Value() / 1000;
    m_reciprocals[0] = m_reciprocal;
    uint32_t x = m_reciprocal;
    for (uint32_t count = 1; count < kCached; ++count)
    {
        // A single step from count to count is too coarse where they are small.
        for (int step = 0; step < 4; ++step)
        {
            x = NewtonStep(x, count);
        }
        m_reciprocals[count] = x;
    }
    m_stream.emplace(Stream("blue"));
    m_late = &AddDropReason("late");
}

void
CobaltQueueDisc::OnCount()
{
    m_reciprocal = m_count < kCached ? m_reciprocals[m_count] : NewtonStep(m_reciprocal, m_count);
}

int64_t
CobaltQueueDisc::Next(int64_t from) const
{
    return from + static_cast<int64_t>(static_cast<uint64_t>(m_interval) * m_reciprocal >> 32);
}

void
CobaltQueueDisc::RaiseProbability(int64_t now)
{
    if (now - m_probabilityAt > m_target)
    {
        const double step = static_cast<double>(m_increment.Value()) / 1e9;
        m_probability = std::min(m_probability + step, 1.0);
        m_probabilityAt = now;
    }
}

void
CobaltQueueDisc::OnFull()
{
    const int64_t now = NowNs();
    RaiseProbability(now);
    m_dropping = true;
    m_dropNext = now;
    m_count = std::max(m_count, 1U);
}

void
CobaltQueueDisc::OnEmpty()
{
    const int64_t now = NowNs();
    if (m_probability > 0 && now - m_probabilityAt > m_target)
    {
        const double step = static_cast<double>(m_decrement.Value()) / 1e9;
        m_probability = std::max(m_probability - step, 0.0);
        m_probabilityAt = now;
    }
    m_dropping = false;
    if (m_count > 0 && now >= m_dropNext)
    {
        --m_count;
        OnCount();
        m_dropNext = Next(m_dropNext);
    }
}

void
CobaltQueueDisc::DoEnqueue(PacketPtr packet)
{
    if (IsOverLimit())
    {
        OnFull();
        DropFull(std::move(packet));
        return;
    }
    m_waiting.Push(std::move(packet));
}

PacketPtr
CobaltQueueDisc::DoDequeue()
{
    // A transmitter does not ask an empty queue. A packet that leaves at once tells that the link
    // had nothing to send after the last one.
    if (m_ranEmpty && !m_waiting.Empty() && m_waiting.Front().lastMark >= Now())
    {
        OnEmpty();
    }
    m_ranEmpty = false;
    while (!m_waiting.Empty())
    {
        PacketPtr packet = m_waiting.Pop();
        if (!ShouldDrop(*packet))
        {
            m_ranEmpty = m_waiting.Empty();
            return packet;
        }
        DropHeld(std::move(packet), *m_late);
    }
    OnEmpty();
    return PacketPtr();
}

bool
CobaltQueueDisc::ShouldDrop(Packet& packet)
{
    const int64_t now = NowNs();
    const SimTime waited = Now() - packet.lastMark;
    int64_t overdue = now - m_dropNext;
    bool drop = CoDelDrops(packet, waited.Value() / 1000, overdue);
    if (waited > m_blueThreshold)
    {
        RaiseProbability(now);
    }
    if (m_probability > 0)
    {
        drop = m_stream->Uniform() < m_probability || drop;
    }
    if (m_count == 0)
    {
        m_dropNext = now + m_interval;
    }
    else if (overdue > 0 && !drop)
    {
        m_dropNext = now;
    }
    if (!drop && waited > m_ceThreshold)
    {
        MarkCongestion(packet);
    }
    return drop;
}

bool
CobaltQueueDisc::CoDelDrops(Packet& packet, int64_t sojourn, int64_t& overdue)
{
    const int64_t now = NowNs();
    const bool isDue = m_count > 0 && overdue >= 0;
    const bool isLate = sojourn > m_target;
    if (isLate && !m_dropping)
    {
        m_dropNext = Next(now);
    }
    m_dropping = isLate;
    if (isLate && m_count == 0)
    {
        m_count = 1;
    }
    if (isDue && m_dropping)
    {
        m_count += m_count + 1 > m_count ? 1 : 0;
        OnCount();
        m_dropNext = Next(m_dropNext);
        overdue = now - m_dropNext;
        return !m_ecn || !MarkCongestion(packet);
    }
    for (bool forget = isDue; forget; forget = m_count > 0 && overdue >= 0)
    {
        --m_count;
        OnCount();
        m_dropNext = Next(m_dropNext);
        overdue = now - m_dropNext;
    }
    return false;
}

void
CobaltQueueDisc::ReportMetrics(MetricVisitor& visitor) const
{
    SingleQueueDisc::ReportMetrics(visitor);
    visitor.Counter({"late_drops", "packets", "packets that CoDel or Blue dropped"},
                    m_late->dropped.packets);
}

} // namespace nexsim
