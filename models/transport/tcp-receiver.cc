// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/tcp-receiver.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

TcpReceiver::TcpReceiver(Component& owner,
                         TcpOutput& output,
                         const TcpParameters& parameters,
                         MarkEcho echo)
    : m_owner(owner), m_output(output), m_parameters(parameters), m_echo(echo)
{
    m_delay.Bind<&TcpReceiver::OnDelay>(*this, m_owner, Priority::Timer);
}

void
TcpReceiver::OnSegment(const Packet& segment)
{
    if ((segment.flags & kTcpSyn) != 0)
    {
        PacketPtr answer = m_output.MakeSegment(kTcpHeaders + kTcpSynOptions, 0);
        answer->flags = static_cast<uint8_t>(kTcpSyn | kTcpAck | (m_parameters.ecn ? kTcpEce : 0));
        TransportOf(*answer).acknowledgement = SequenceOfByte(0);
        TransportOf(*answer).window = static_cast<uint32_t>(m_parameters.receiveBuffer);
        m_output.SendSegment(std::move(answer));
        return;
    }
    if (segment.payloadBytes > 0)
    {
        OnPayload(segment);
    }
}

void
TcpReceiver::OnPayload(const Packet& segment)
{
    const uint64_t begin = ByteOfSequence(TransportOf(segment).sequence);
    const uint64_t end = begin + segment.payloadBytes;
    NoteMark(segment);
    m_unacknowledged += segment.segments;
    const bool hadGap = !m_blocks.empty();
    NoteDuplicate({begin, end});
    const bool inOrder = Insert(begin, end);
    if (!inOrder || hadGap || m_unacknowledged >= m_parameters.ackEvery)
    {
        Acknowledge();
        return;
    }
    if (!m_delay.IsArmed())
    {
        m_delay.ArmAt(m_owner.Now() + m_parameters.delayedAck);
    }
}

bool
TcpReceiver::Insert(uint64_t begin, uint64_t end)
{
    if (end <= m_inOrder)
    {
        return false; // a duplicate: the sender must learn where we stand
    }
    if (begin <= m_inOrder)
    {
        m_inOrder = end;
        const auto reached = [this](const SackBlock& block) {
            if (block.begin > m_inOrder)
            {
                return false;
            }
            m_inOrder = std::max(m_inOrder, block.end);
            return true;
        };
        // A block may be reached only through another one.
        size_t before = 0;
        do
        {
            before = m_blocks.size();
            m_blocks.erase(std::remove_if(m_blocks.begin(), m_blocks.end(), reached),
                           m_blocks.end());
        } while (m_blocks.size() != before);
        return true;
    }
    SackBlock grown{begin, end};
    const auto touches = [&grown](const SackBlock& block) {
        if (block.end < grown.begin || grown.end < block.begin)
        {
            return false;
        }
        grown.begin = std::min(grown.begin, block.begin);
        grown.end = std::max(grown.end, block.end);
        return true;
    };
    m_blocks.erase(std::remove_if(m_blocks.begin(), m_blocks.end(), touches), m_blocks.end());
    m_blocks.insert(m_blocks.begin(), grown);
    return false;
}

void
TcpReceiver::NoteDuplicate(SackBlock arrived)
{
    if (m_parameters.lossDetection != LossDetection::RackTlp)
    {
        return;
    }
    const bool isKnown =
        arrived.end <= m_inOrder ||
        std::any_of(m_blocks.begin(), m_blocks.end(), [arrived](const SackBlock& block) {
            return block.begin <= arrived.begin && arrived.end <= block.end;
        });
    if (isKnown)
    {
        m_duplicate = arrived;
    }
}

void
TcpReceiver::NoteMark(const Packet& segment)
{
    const bool marked = segment.ecn == Ecn::Congestion;
    if (m_echo == MarkEcho::EachPacket)
    {
        if (marked != m_echoing && m_unacknowledged > 0)
        {
            Acknowledge(); // what came before, with the old state (RFC 8257 section 3.2)
        }
        m_echoing = marked;
        return;
    }
    if ((segment.flags & kTcpCwr) != 0)
    {
        m_echoing = false;
    }
    m_echoing = m_echoing || marked;
}

void
TcpReceiver::OnDelay()
{
    if (m_unacknowledged > 0)
    {
        Acknowledge();
    }
}

uint32_t
TcpReceiver::GenerationOf(const Packet& answer)
{
    const bool tellsDuplicate = answer.size > kTcpHeaders + kTcpTimestamps;
    const bool isNews = m_inOrder > m_lastAcknowledged && !tellsDuplicate && m_blocks.empty();
    const bool isLikeLast = isNews && answer.flags == m_lastFlags && m_wasNews;
    m_generation += isLikeLast ? 0 : 1;
    m_lastAcknowledged = m_inOrder;
    m_lastFlags = answer.flags;
    m_wasNews = isNews;
    return isNews ? m_generation : 0;
}

void
TcpReceiver::AcknowledgeWith(Packet& segment)
{
    TransportOf(segment).acknowledgement = SequenceOfByte(m_inOrder);
    segment.flags = static_cast<uint8_t>(segment.flags | (m_echoing ? kTcpEce : 0));
    m_lastAcknowledged = m_inOrder;
    m_wasNews = false;
    m_unacknowledged = 0;
    m_delay.Cancel();
}

void
TcpReceiver::Acknowledge()
{
    const size_t duplicates = m_duplicate ? 1 : 0;
    const size_t others =
        m_parameters.sack ? std::min<size_t>(m_blocks.size(), kSackBlocks - duplicates) : 0;
    const size_t blocks = duplicates + others;
    PacketPtr answer = m_output.MakeSegment(kTcpHeaders + kTcpTimestamps +
                                                SackOptionBytes(static_cast<unsigned>(blocks)),
                                            0);
    answer->flags = static_cast<uint8_t>(kTcpAck | (m_echoing ? kTcpEce : 0));
    TransportFields& fields = TransportOf(*answer);
    fields.sequence = SequenceOfByte(0);
    fields.acknowledgement = SequenceOfByte(m_inOrder);
    fields.window = static_cast<uint32_t>(m_parameters.receiveBuffer);
    if (m_duplicate)
    {
        AddSackBlock(fields, *m_duplicate);
        m_duplicate.reset();
    }
    for (size_t i = 0; i < others; ++i)
    {
        AddSackBlock(fields, m_blocks[i]);
    }
    fields.generation = GenerationOf(*answer);
    m_unacknowledged = 0;
    m_delay.Cancel();
    m_output.SendSegment(std::move(answer));
}

} // namespace nexsim
