// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/rack.h"

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr int64_t kPersistence = 16; // recoveries (RFC 8985 section 6.2)

/** Whether of two sendings the first was later; at one instant, places decide. */
bool
IsSentAfter(SimTime at, uint64_t end, SimTime otherAt, uint64_t otherEnd)
{
    return otherAt < at || (at == otherAt && end > otherEnd);
}

} // namespace

void
Rack::OnSent(const SentSegment& segment)
{
    auto place = m_order.end();
    while (place != m_order.begin() &&
           IsSentAfter(place[-1].at, place[-1].end, segment.sentAt, segment.End()))
    {
        --place;
    }
    m_order.insert(place, {segment.End(), segment.sentAt});
}

void
Rack::OnDelivered(const SentSegment& segment)
{
    if (segment.End() > m_forward)
    {
        m_forward = segment.End();
    }
    else if (segment.End() < m_forward && !segment.everSentAgain)
    {
        m_reorderingSeen = true;
    }
    const SimTime roundTrip = m_now - segment.sentAt;
    if (segment.everSentAgain && roundTrip < m_least)
    {
        return; // rather the copy before this one
    }
    m_roundTrip = roundTrip;
    if (IsSentAfter(segment.sentAt, segment.End(), m_sentAt, m_end))
    {
        m_sentAt = segment.sentAt;
        m_end = segment.End();
    }
}

void
Rack::OnDuplicateReported(uint64_t unacknowledged, uint64_t next)
{
    if (m_duplicateRound && unacknowledged < *m_duplicateRound)
    {
        return;
    }
    m_duplicateRound = next;
    ++m_quarters;
    m_persist = kPersistence;
}

void
Rack::OnRecoveryLeft()
{
    --m_persist;
    if (m_persist <= 0)
    {
        m_quarters = 1;
    }
}

SimTime
Rack::Window(const TcpScoreboard& board, const Situation& situation) const
{
    if (!m_reorderingSeen &&
        (situation.inRecovery || board.ReceivedSegments() >= TcpScoreboard::kDupThresh))
    {
        return SimTime(0);
    }
    const int64_t quarters = m_quarters * (situation.least.Value() / 4);
    return std::min(SimTime(quarters), situation.smoothed);
}

bool
Rack::IsOvertaken(SimTime sentAt, uint64_t end) const
{
    return IsSentAfter(m_sentAt, m_end, sentAt, end);
}

SimTime
Rack::DetectLosses(TcpScoreboard& board, const Situation& situation, TcpScoreboard::News& news)
{
    m_window = Window(board, situation);
    SimTime again = kNever;
    auto sending = m_order.begin();
    while (sending != m_order.end() && IsOvertaken(sending->at, sending->end))
    {
        SentSegment* segment = board.InFlight(sending->end);
        const bool isVoid = segment == nullptr || segment->sentAt != sending->at;
        const SimTime lostAt = sending->at + m_roundTrip + m_window;
        if (!isVoid && lostAt > situation.now)
        {
            again = lostAt; // the last one's, which is the latest
            ++sending;
            continue;
        }
        if (!isVoid)
        {
            board.MarkLost(*segment);
            news.newLosses = true;
        }
        sending = m_order.erase(sending);
    }
    return again;
}

void
Rack::MarkLossesAtTimeOut(TcpScoreboard& board, SimTime now)
{
    const SimTime latest = now - m_roundTrip - m_window;
    board.MarkLostIf([latest](const SentSegment& segment, bool isFirst) {
        return isFirst || segment.sentAt <= latest;
    });
}

} // namespace nexsim
