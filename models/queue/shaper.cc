// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/shaper.h"

namespace nexsim
{

Shaper::Shaper(QueueDisc& disc, BitRate rate, Bytes burst)
    : m_disc(disc), m_burst(burst), m_bucket(rate, burst)
{
}

void
Shaper::DoAttach()
{
    m_aboveBurst = &AddDropReason("above-burst");
}

void
Shaper::Fetch()
{
    while (!m_next && m_disc.IsReady())
    {
        m_next = m_disc.Dequeue();
        m_counted = false;
        if (m_next && m_next->size > m_burst.Value())
        {
            Drop(std::move(m_next), *m_aboveBurst);
        }
    }
}

SimTime
Shaper::ReadyAt()
{
    Fetch();
    return m_next ? m_bucket.ReadyAt(Bytes(m_next->size), Now()) : kNever;
}

bool
Shaper::IsReady()
{
    const SimTime at = ReadyAt();
    if (at > Now() && at != kNever && !m_counted)
    {
        m_counted = true;
        ++m_heldBack;
    }
    return at <= Now();
}

PacketPtr
Shaper::Take()
{
    m_bucket.Take(Bytes(m_next->size), Now());
    return std::move(m_next);
}

void
Shaper::DropNext(DropReason& reason)
{
    if (m_next)
    {
        Drop(std::move(m_next), reason);
    }
}

Tally
Shaper::Held() const
{
    Tally held;
    if (m_next)
    {
        held.Add(*m_next);
    }
    return held;
}

void
Shaper::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"held_back_packets", "packets", "packets that had to wait for tokens"},
                    m_heldBack);
}

} // namespace nexsim
