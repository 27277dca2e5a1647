// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/tcp-scoreboard.h"

#include <algorithm>

namespace nexsim
{

void
TcpScoreboard::OnSent(uint32_t length, SimTime now)
{
    const uint64_t begin = m_next;
    m_next += length;
    m_segments.push_back({begin, length, false, false, false, false, now});
    m_pipe += length;
}

void
TcpScoreboard::OnAcknowledged(uint64_t acknowledgement,
                              const SackBlock* blocks,
                              unsigned blockCount,
                              News& news)
{
    while (!m_segments.empty() && m_segments.front().begin < acknowledgement)
    {
        Sent& first = m_segments.front();
        const auto gone =
            static_cast<uint32_t>(std::min<uint64_t>(first.length, acknowledgement - first.begin));
        news.acknowledged += gone;
        if (!first.received)
        {
            news.delivered += gone;
            m_pipe -= first.lost && !first.sentAgain ? 0 : gone;
            if (!first.everSentAgain && !first.lost)
            {
                news.sampledAt = first.sentAt;
            }
        }
        if (gone < first.length)
        {
            first.begin += gone;
            first.length -= gone;
            break;
        }
        if (m_observer != nullptr && !first.received)
        {
            m_observer->OnDelivered(first);
        }
        m_lostLeft -= first.lost && !first.sentAgain ? 1 : 0;
        m_received -= first.received ? 1 : 0;
        m_segments.pop_front();
    }
    if (acknowledgement > m_unacknowledged)
    {
        m_unacknowledged = acknowledgement;
        m_duplicateBytes = std::max<int64_t>(0, m_duplicateBytes - news.acknowledged);
    }
    for (unsigned i = 0; i < blockCount; ++i)
    {
        Receive(blocks[i], news);
    }
    for (unsigned i = 0; i < kSackBlocks; ++i)
    {
        m_knownBlocks[i] = i < blockCount ? blocks[i] : SackBlock{0, 0};
    }
    MarkLosses(news);
}

void
TcpScoreboard::Receive(SackBlock block, News& news)
{
    uint64_t from = block.begin;
    for (const SackBlock& known : m_knownBlocks)
    {
        // What this block said the last time needs no second look.
        if (known.begin <= from && from < known.end)
        {
            from = known.end;
        }
    }
    for (auto sent = m_segments.Find(from); sent != m_segments.end() && sent->End() <= block.end;
         ++sent)
    {
        if (sent->received || sent->begin < block.begin)
        {
            continue;
        }
        m_pipe -= sent->lost && !sent->sentAgain ? 0 : sent->length;
        m_lostLeft -= sent->lost && !sent->sentAgain ? 1 : 0;
        if (!sent->everSentAgain && !sent->lost)
        {
            news.sampledAt = sent->sentAt;
        }
        if (m_observer != nullptr)
        {
            m_observer->OnDelivered(*sent);
        }
        sent->received = true;
        sent->lost = false;
        ++m_received;
        news.delivered += sent->length;
        m_highestReceived = std::max(m_highestReceived, sent->End());
    }
}

void
TcpScoreboard::MarkLost(Sent& segment)
{
    m_pipe -= segment.lost && !segment.sentAgain ? 0 : segment.length;
    m_lostLeft += segment.lost && !segment.sentAgain ? 0 : 1;
    segment.lost = true;
    segment.sentAgain = false;
    m_nextLostHint = std::min(m_nextLostHint, segment.begin);
}

void
TcpScoreboard::MarkLosses(News& news)
{
    if (m_observer != nullptr || m_received < kDupThresh)
    {
        return;
    }
    // The DupThresh-th received segment from above: what is missing below it is lost.
    auto limit = m_segments.Find(m_highestReceived - 1);
    int64_t above = limit->received ? 1 : 0;
    while (above < kDupThresh && limit != m_segments.begin())
    {
        --limit;
        above += limit->received ? 1 : 0;
    }
    if (above < kDupThresh)
    {
        return;
    }
    for (auto sent = m_segments.Find(m_lossesMarkedTo); sent < limit; ++sent)
    {
        if (!sent->received && !sent->lost)
        {
            MarkLost(*sent);
            news.newLosses = true;
        }
    }
    m_lossesMarkedTo = std::max(m_lossesMarkedTo, limit->begin);
}

void
TcpScoreboard::OnDuplicate(uint32_t length)
{
    m_duplicateBytes = std::min(m_duplicateBytes + length, Flight());
}

void
TcpScoreboard::MarkFirstLost()
{
    if (!m_segments.empty() && !m_segments.front().received)
    {
        MarkLost(m_segments.front());
    }
}

void
TcpScoreboard::MarkAllLost()
{
    MarkLostIf([](const Sent&, bool) { return true; });
    m_duplicateBytes = 0;
}

TcpScoreboard::Sent*
TcpScoreboard::InFlight(uint64_t end)
{
    Sent* sent = m_segments.Find(end - 1);
    const bool isThere = sent != m_segments.end() && sent->End() == end && !sent->received &&
                         (!sent->lost || sent->sentAgain);
    return isThere ? sent : nullptr;
}

bool
TcpScoreboard::HasBelievedLost()
{
    return std::any_of(m_segments.begin(), m_segments.end(), [](const Sent& sent) {
        return sent.lost && !sent.received;
    });
}

TcpScoreboard::Sent*
TcpScoreboard::NextLost()
{
    if (m_lostLeft == 0)
    {
        return nullptr;
    }
    for (auto sent = m_segments.Find(m_nextLostHint); sent != m_segments.end(); ++sent)
    {
        if (sent->lost && !sent->sentAgain)
        {
            m_nextLostHint = sent->begin;
            return &*sent;
        }
    }
    return nullptr;
}

void
TcpScoreboard::OnSentAgain(Sent& segment, SimTime now)
{
    segment.sentAgain = true;
    segment.everSentAgain = true;
    segment.sentAt = now;
    m_pipe += segment.length;
    --m_lostLeft;
}

void
TcpScoreboard::ForgetDuplicates()
{
    m_duplicateBytes = 0;
}

} // namespace nexsim
