// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What TcpSender does where losses are told by RACK-TLP (RFC 8985).

#include "models/transport/tcp-sender.h"

#include <algorithm>

namespace nexsim
{

std::optional<uint64_t>
TcpSender::TakeDuplicate(uint64_t acknowledged, SackBlocks& blocks, unsigned& count)
{
    // The first block is one where it is acknowledged already, or in the second (RFC 2883).
    const bool isDuplicate =
        count > 0 &&
        (blocks[0].end <= acknowledged ||
         (count > 1 && blocks[1].begin <= blocks[0].begin && blocks[0].end <= blocks[1].end));
    if (!isDuplicate)
    {
        return std::nullopt;
    }
    const uint64_t end = blocks[0].end;
    std::copy(blocks.begin() + 1, blocks.begin() + count, blocks.begin());
    --count;
    m_rack->rack.OnDuplicateReported(acknowledged, m_scoreboard.Next());
    return end;
}

void
TcpSender::DetectLosses(TcpScoreboard::News& news)
{
    const bool inRecovery = m_state == State::Recovery || m_state == State::Loss;
    const SimTime again = m_rack->rack.DetectLosses(
        m_scoreboard,
        {m_owner.Now(), m_roundTrip.Least(), m_roundTrip.Smoothed(), inRecovery},
        news);
    if (again == kNever)
    {
        m_rack->timer.Cancel();
        return;
    }
    m_rack->timer.ArmAt(again);
}

void
TcpSender::OnReorderingTimer()
{
    TcpScoreboard::News news;
    DetectLosses(news);
    UpdateRecovery(news, false);
    TrySend();
}

void
TcpSender::NoteSending(const SentSegment& segment)
{
    m_rack->rack.OnSent(segment);
    if (!segment.everSentAgain)
    {
        ArmTimer(); // the probe waits for the newest segment
    }
}

bool
TcpSender::MayProbe() const
{
    const bool isRecovering = m_state == State::Recovery || m_state == State::Loss;
    return m_rack && m_rack->probe.MaySend() && !isRecovering && m_state != State::SynSent &&
           !m_scoreboard.IsEmpty() && m_scoreboard.ReceivedSegments() == 0;
}

void
TcpSender::ArmTimer()
{
    SimTime at = m_timeOutAt;
    m_isProbeDue = MayProbe();
    if (m_isProbeDue)
    {
        const bool isAlone = m_scoreboard.Flight() <= m_window.segment;
        at = std::min(at,
                      m_owner.Now() + TailLossProbe::Delay(m_roundTrip.Smoothed(),
                                                           isAlone,
                                                           m_parameters.delayedAck));
    }
    m_timer.ArmAt(at);
}

bool
TcpSender::OnProbeTimer()
{
    if (!m_isProbeDue)
    {
        return false;
    }
    m_isProbeDue = false;
    if (MayProbe())
    {
        SendProbe();
        return true;
    }
    if (m_owner.Now() < m_timeOutAt)
    {
        m_timer.ArmAt(m_timeOutAt);
        return true;
    }
    return false;
}

void
TcpSender::SendProbe()
{
    const uint64_t next = m_scoreboard.Next();
    const auto left = static_cast<int64_t>(m_written - next);
    const int64_t length = std::min(left, m_window.segment);
    const uint64_t peerEnd = m_scoreboard.Unacknowledged() + static_cast<uint64_t>(m_peerWindow);
    const bool isNew = length > 0 && next + static_cast<uint64_t>(length) <= peerEnd;
    m_rack->probeFlight = FlightSize();
    if (isNew)
    {
        m_scoreboard.OnSent(static_cast<uint32_t>(length), m_owner.Now());
    }
    SentSegment& probe = m_scoreboard.Newest();
    probe.everSentAgain = !isNew;
    probe.sentAt = m_owner.Now();
    m_rack->rack.OnSent(probe);
    m_rack->probe.OnSent(m_scoreboard.Next(), !isNew);
    ++m_counts.probes;
    Emit(probe.begin, probe.length, isNew);
    RestartTimer();
}

void
TcpSender::HearOfProbe(const TailLossProbe::Acknowledgement& ack)
{
    const bool isRepaired = m_rack->probe.OnAcknowledged(ack) == TailLossProbe::Outcome::Repaired;
    if (!isRepaired || m_state != State::Open)
    {
        return;
    }
    // Congestion has to be answered all the same (RFC 8985 section 7.4.2).
    m_window.threshold = m_control->ThresholdAfterLoss(m_window, m_rack->probeFlight);
    m_window.window = m_window.threshold;
    m_control->OnRecovered(m_owner.Now());
    m_reducedTo = m_scoreboard.Next();
    m_tellReduced = m_parameters.ecn;
    ++m_counts.recoveries;
}

} // namespace nexsim
