// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What TcpSender does about losses and marks.

#include "models/transport/tcp-sender.h"

#include <algorithm>

namespace nexsim
{

void
TcpSender::UpdateRecovery(const TcpScoreboard::News& news, bool marked)
{
    const bool inRecovery =
        m_state == State::Recovery || m_state == State::Reduction || m_state == State::Loss;
    bool isNextWindowLost = false;
    if (inRecovery && m_scoreboard.Unacknowledged() >= m_recoveryEnd)
    {
        // All that is outstanding was sent after the reduction: losses in two windows in a row are
        // two indications of congestion (RFC 5681 section 4.3), though this one was seen before.
        isNextWindowLost = m_rack && m_scoreboard.HasBelievedLost();
        LeaveRecovery();
    }
    if (m_state == State::Open || m_state == State::Reduction)
    {
        if (isNextWindowLost || IsLossSeen(news))
        {
            EnterRecovery();
        }
        else if (m_state == State::Open && marked && m_scoreboard.Unacknowledged() > m_reducedTo)
        {
            EnterReduction();
        }
    }
    else if (m_state == State::Recovery && !m_parameters.sack && news.acknowledged > 0)
    {
        m_scoreboard.MarkFirstLost(); // a partial acknowledgement (RFC 6582 section 3.2)
    }
    if (m_state == State::Recovery || m_state == State::Reduction)
    {
        LimitByProportion(news);
    }
    else if (news.acknowledged > 0 && (m_limited || m_state == State::Loss))
    {
        GrowWindow(news);
    }
}

bool
TcpSender::IsLossSeen(const TcpScoreboard::News& news) const
{
    if (m_rack)
    {
        return news.newLosses;
    }
    return news.newLosses || (m_duplicates >= TcpScoreboard::kDupThresh && !m_scoreboard.IsEmpty());
}

int64_t
TcpSender::FlightSize() const
{
    if (m_parameters.flightSize == FlightMeasure::Pipe)
    {
        return m_scoreboard.Pipe();
    }
    // While a hole is open, what SACK has told of is outstanding, too, and may be any multiple of
    // the window, which it says nothing of: two losses in a row would not reduce it twice.
    const bool isTowards = m_state == State::Recovery || m_state == State::Reduction;
    return std::min(m_scoreboard.Flight(), isTowards ? m_window.threshold : m_window.window);
}

void
TcpSender::EnterRecovery()
{
    if (!m_scoreboard.HasLost() && !m_rack)
    {
        m_scoreboard.MarkFirstLost();
    }
    if (m_state != State::Reduction)
    {
        m_window.threshold = m_control->ThresholdAfterLoss(m_window, FlightSize());
        m_reduction.Begin(m_scoreboard.Flight());
    }
    m_state = State::Recovery;
    m_recoveryEnd = m_scoreboard.Next();
    m_reducedTo = m_recoveryEnd;
    m_tellReduced = m_parameters.ecn;
    ++m_counts.recoveries;
    if (m_rack)
    {
        m_rack->probe.Forget(); // recovery answers for what it told of (RFC 8985 section 7.1)
    }
    // The first retransmission does not wait for its share.
    m_window.window = m_scoreboard.Pipe() + m_window.segment;
    if (TcpScoreboard::Sent* lost = m_scoreboard.NextLost())
    {
        m_scoreboard.OnSentAgain(*lost, m_owner.Now());
        m_reduction.OnSent(lost->length);
        if (m_rack)
        {
            NoteSending(*lost);
        }
        Emit(lost->begin, lost->length, false);
        RestartTimer();
    }
}

void
TcpSender::EnterReduction()
{
    m_window.threshold = m_control->ThresholdAfterMark(m_window, FlightSize());
    m_state = State::Reduction;
    m_recoveryEnd = m_scoreboard.Next();
    m_reducedTo = m_scoreboard.Next();
    m_tellReduced = true;
    m_reduction.Begin(m_scoreboard.Flight());
    ++m_counts.reductions;
}

void
TcpSender::LeaveRecovery()
{
    if (m_state != State::Loss)
    {
        m_window.window = m_window.threshold;
        m_control->OnRecovered(m_owner.Now());
    }
    if (m_rack && m_state != State::Reduction)
    {
        m_rack->rack.OnRecoveryLeft();
    }
    m_state = State::Open;
    m_duplicates = 0;
    m_scoreboard.ForgetDuplicates();
}

void
TcpSender::LimitByProportion(const TcpScoreboard::News& news)
{
    const int64_t pipe = m_scoreboard.Pipe();
    m_window.window =
        pipe + m_reduction.Allowed(news.delivered, pipe, m_window.threshold, m_window.segment);
}

void
TcpSender::GrowWindow(const TcpScoreboard::News& news)
{
    m_control->OnAcknowledged(m_window, {news.acknowledged, m_owner.Now(), m_roundTrip.Smoothed()});
}

void
TcpSender::OnTimer()
{
    if (m_rack && OnProbeTimer())
    {
        return;
    }
    m_roundTrip.BackOff();
    if (m_state == State::SynSent)
    {
        m_synSentAgain = true;
        ++m_counts.timeOuts;
        SendSyn();
        return;
    }
    if (m_scoreboard.IsEmpty())
    {
        return;
    }
    ++m_counts.timeOuts;
    if (m_state != State::Loss)
    {
        m_window.threshold = m_control->ThresholdAfterLoss(m_window, FlightSize());
    }
    m_control->OnTimeOut();
    if (m_rack)
    {
        m_rack->rack.MarkLossesAtTimeOut(m_scoreboard, m_owner.Now());
        m_rack->probe.Forget();
    }
    else
    {
        m_scoreboard.MarkAllLost();
    }
    // What is not lost does not keep the first one from being sent again.
    m_window.window = m_scoreboard.Pipe() + m_window.segment;
    m_state = State::Loss;
    m_recoveryEnd = m_scoreboard.Next();
    m_duplicates = 0;
    m_nextPaced = SimTime(0);
    RestartTimer();
    TrySend();
}

void
TcpSender::RestartTimer()
{
    if (m_scoreboard.IsEmpty())
    {
        m_timer.Cancel();
        return;
    }
    m_timeOutAt = m_owner.Now() + m_roundTrip.TimeOut();
    ArmTimer();
}

} // namespace nexsim
