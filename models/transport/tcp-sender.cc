// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/tcp-sender.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

TcpSender::TcpSender(Component& owner,
                     TcpOutput& output,
                     const TcpParameters& parameters,
                     ns3::Ptr<CongestionControl> control,
                     TcpSenderCounts& counts)
    : m_owner(owner), m_output(output), m_parameters(parameters), m_control(control),
      m_counts(counts),
      m_roundTrip(parameters.initialTimeOut, parameters.leastTimeOut, parameters.greatestTimeOut)
{
    m_window.segment = parameters.segment;
    m_window.window = parameters.initialWindow * parameters.segment;
    m_peerWindow = parameters.receiveBuffer;
    m_timer.Bind<&TcpSender::OnTimer>(*this, m_owner, Priority::Timer);
    m_paceTimer.Bind<&TcpSender::OnPaced>(*this, m_owner, Priority::Timer);
    if (m_parameters.lossDetection == LossDetection::RackTlp)
    {
        m_rack = std::make_unique<RackState>();
        m_scoreboard.SetObserver(m_rack->rack);
        m_rack->timer.Bind<&TcpSender::OnReorderingTimer>(*this, m_owner, Priority::Timer);
    }
}

void
TcpSender::Open()
{
    if (m_parameters.handshake)
    {
        m_state = State::SynSent;
        SendSyn();
        return;
    }
    OnEstablished();
}

void
TcpSender::SendSyn()
{
    PacketPtr syn = m_output.MakeSegment(kTcpHeaders + kTcpSynOptions, 0);
    // An ECN-setup SYN (RFC 3168 section 6.1.1).
    syn->flags = static_cast<uint8_t>(kTcpSyn | (m_parameters.ecn ? kTcpEce | kTcpCwr : 0));
    TransportOf(*syn).window = static_cast<uint32_t>(m_parameters.receiveBuffer);
    m_synSentAt = m_owner.Now();
    m_output.SendSegment(std::move(syn));
    m_timer.ArmAt(m_owner.Now() + m_roundTrip.TimeOut());
}

void
TcpSender::OnEstablished()
{
    m_state = State::Open;
    m_timer.Cancel();
    TrySend();
}

void
TcpSender::Write(int64_t bytes)
{
    m_written += static_cast<uint64_t>(bytes);
    if (m_state != State::Closed && m_state != State::SynSent)
    {
        TrySend();
    }
}

void
TcpSender::OnSegment(const Packet& segment)
{
    if (m_state == State::SynSent && (segment.flags & kTcpSyn) != 0)
    {
        if (!m_synSentAgain)
        {
            AddSample(m_owner.Now() - m_synSentAt);
        }
        m_roundTrip.EndBackOff();
        m_peerWindow = TransportOf(segment).window;
        OnEstablished();
        return;
    }
    if (m_state != State::Closed && m_state != State::SynSent && (segment.flags & kTcpSyn) == 0)
    {
        OnAcknowledgement(segment);
        TrySend();
    }
}

void
TcpSender::OnAcknowledgement(const Packet& segment)
{
    const TransportFields& fields = TransportOf(segment);
    SackBlocks blocks;
    unsigned count = fields.sackBlocks;
    for (unsigned i = 0; i < count; ++i)
    {
        blocks[i] = SackBlockAt(fields, i);
    }
    m_peerWindow = fields.window;
    TcpScoreboard::News news;
    const uint64_t acknowledged = ByteOfSequence(fields.acknowledgement);
    std::optional<uint64_t> duplicate;
    if (m_rack)
    {
        duplicate = TakeDuplicate(acknowledged, blocks, count);
        m_rack->rack.BeginAcknowledgement(m_owner.Now(), m_roundTrip.Least());
    }
    const bool isPure = segment.payloadBytes == 0;
    const bool isDuplicate =
        isPure && acknowledged == m_scoreboard.Unacknowledged() && !m_scoreboard.IsEmpty();
    m_scoreboard.OnAcknowledged(acknowledged, blocks.data(), count, news);
    if (news.sampledAt != kNever)
    {
        AddSample(m_owner.Now() - news.sampledAt);
    }
    if (isDuplicate && count == 0 && !m_parameters.sack && m_state != State::Loss)
    {
        m_scoreboard.OnDuplicate(static_cast<uint32_t>(m_window.segment));
        news.delivered += m_window.segment;
    }
    // With SACK only news count (RFC 6675 section 2): others answer needless retransmissions.
    const bool counts = isDuplicate && (!m_parameters.sack || news.delivered > 0);
    m_duplicates = news.acknowledged > 0 ? 0 : m_duplicates + (counts ? 1 : 0);
    const bool marked = (segment.flags & kTcpEce) != 0;
    if (news.acknowledged > 0)
    {
        m_roundTrip.EndBackOff();
        m_control->OnEcho(news.acknowledged,
                          marked,
                          m_scoreboard.Unacknowledged(),
                          m_scoreboard.Next());
    }
    if (m_rack)
    {
        DetectLosses(news);
    }
    UpdateRecovery(news, marked);
    if (m_rack)
    {
        HearOfProbe({acknowledged, duplicate, isDuplicate && fields.sackBlocks == 0});
    }
    if (news.acknowledged > 0)
    {
        RestartTimer();
    }
}

void
TcpSender::OnPaced()
{
    TrySend();
}

void
TcpSender::AddSample(SimTime roundTrip)
{
    m_roundTrip.AddSample(roundTrip);
    if (m_rack)
    {
        m_rack->probe.OnSample();
    }
}

void
TcpSender::TrySend()
{
    while (SendOne())
    {
    }
}

bool
TcpSender::SendOne()
{
    m_limited = false;
    TcpScoreboard::Sent* lost = m_scoreboard.NextLost();
    const uint64_t next = m_scoreboard.Next();
    const auto left = static_cast<int64_t>(m_written - next);
    const int64_t length = lost != nullptr ? lost->length : std::min(left, m_window.segment);
    if (length == 0)
    {
        return false;
    }
    const int64_t pipe = m_scoreboard.Pipe();
    if (pipe + length > m_window.window && pipe > 0)
    {
        m_limited = true;
        return false;
    }
    const uint64_t peerEnd = m_scoreboard.Unacknowledged() + static_cast<uint64_t>(m_peerWindow);
    if (lost == nullptr && next + static_cast<uint64_t>(length) > peerEnd)
    {
        return false;
    }
    if (IsPaced())
    {
        m_limited = true;
        return false;
    }
    if (m_state == State::Recovery || m_state == State::Reduction)
    {
        m_reduction.OnSent(length);
    }
    const bool timerIdle = m_scoreboard.IsEmpty();
    const uint64_t begin = lost != nullptr ? lost->begin : next;
    if (lost != nullptr)
    {
        m_scoreboard.OnSentAgain(*lost, m_owner.Now());
    }
    else
    {
        m_scoreboard.OnSent(static_cast<uint32_t>(length), m_owner.Now());
    }
    if (timerIdle)
    {
        RestartTimer();
    }
    if (m_rack)
    {
        NoteSending(lost != nullptr ? *lost : m_scoreboard.Newest());
    }
    Emit(begin, static_cast<uint32_t>(length), lost == nullptr);
    return true;
}

bool
TcpSender::IsPaced()
{
    if (!m_parameters.pacing || m_roundTrip.Smoothed() == SimTime(0))
    {
        return false;
    }
    if (m_owner.Now() < m_nextPaced)
    {
        m_paceTimer.ArmAt(m_nextPaced);
        return true;
    }
    // Twice the window per round trip in slow start, 1.2 times later: Linux's factors.
    const int64_t percent = m_window.InSlowStart() ? 200 : 120;
    const auto gap = static_cast<__int128>(m_roundTrip.Smoothed().Value()) * m_window.segment *
                     100 / percent / std::max(m_window.window, m_window.segment);
    m_nextPaced = m_owner.Now() + SimTime(static_cast<int64_t>(gap));
    return false;
}

void
TcpSender::Emit(uint64_t begin, uint32_t length, bool isNew)
{
    PacketPtr segment = m_output.MakeSegment(kTcpHeaders + kTcpTimestamps + length, length);
    TransportFields& fields = TransportOf(*segment);
    fields.sequence = SequenceOfByte(begin);
    fields.acknowledgement = SequenceOfByte(0);
    fields.window = static_cast<uint32_t>(m_parameters.receiveBuffer);
    unsigned flags = kTcpAck | (begin + length == m_written ? kTcpPsh : 0);
    // Only new data is ECN-capable (RFC 3168 section 6.1.5).
    segment->ecn = m_parameters.ecn && isNew ? Ecn::Capable0 : Ecn::NotCapable;
    if (isNew && m_tellReduced)
    {
        flags |= kTcpCwr;
        m_tellReduced = false;
    }
    segment->flags = static_cast<uint8_t>(flags);
    m_output.AddAcknowledgement(*segment);
    ++(isNew ? m_counts.segments : m_counts.retransmissions);
    m_output.SendSegment(std::move(segment));
}

} // namespace nexsim
