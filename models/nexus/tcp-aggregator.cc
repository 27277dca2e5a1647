// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/tcp-aggregator.h"

#include "models/base/segments.h"

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr uint8_t kFinSynRstUrg = 1 | 2 | 4 | 32;
constexpr int64_t kMostSegmentsOfAll = 65535;

/** @brief IPv4 without options, TCP with the timestamp option alone. */
constexpr int64_t kFastPathHeaders = 20 + 20 + 12;

int64_t
HeadersOf(const Packet& packet)
{
    return int64_t{packet.size} - packet.payloadBytes;
}

uint8_t
FlagsButPush(const Packet& packet)
{
    return static_cast<uint8_t>(packet.flags & ~kEndOfMessage);
}

int64_t
RoundedUp(int64_t bytes, int64_t unit)
{
    return (bytes + unit - 1) / unit;
}

} // namespace

void
TcpAggregator::Connect(RunContext& run, const Settings& settings, uint64_t pathHash)
{
    m_run = &run;
    m_settings = settings;
    m_pathHash = pathHash;
}

void
TcpAggregator::Drain(PacketFifo& from, PacketFifo& to, int64_t& largest)
{
    const bool isLarge = largest > m_settings.buffer && m_settings.largeBuffer > 0;
    m_bufferBytes = isLarge ? m_settings.largeBuffer : m_settings.buffer;
    int64_t arrived = 0;
    from.ForEach([&](const Packet& packet) { arrived += packet.size; });
    int64_t buflets = std::min(arrived / m_bufferBytes + 1, m_settings.buflets);
    int64_t largestHere = 0;
    PacketPtr current;
    int64_t inCurrent = 0;
    const auto close = [&] {
        m_counts.superPackets += inCurrent > 1 ? 1 : 0;
        largestHere = std::max(largestHere, int64_t{current->size});
        buflets -= RoundedUp(current->size, m_bufferBytes);
        to.Push(std::move(current));
        inCurrent = 0;
    };
    while (!from.Empty())
    {
        PacketPtr next = from.Pop();
        const int64_t payload = next->payloadBytes;
        if (current && !IsJoinable(*current))
        {
            close(); // it is no super-packet, whatever follows
        }
        if (const auto stop = current ? WhyNot(*current, *next) : std::nullopt)
        {
            ++m_counts.stops[static_cast<size_t>(*stop)];
            close();
        }
        if (current)
        {
            ++m_counts.joined;
            ++(m_isFastPath ? m_counts.fastPath : m_counts.slowPath);
            MergeSegments(*m_run, *current, std::move(next), m_pathHash);
        }
        else
        {
            current = std::move(next);
        }
        ++inCurrent;
        m_lastPayload = payload;
    }
    if (current)
    {
        close();
    }
    m_counts.wastedBuflets += std::max<int64_t>(buflets, 0);
    largest += (largestHere - largest) / 4;
}

bool
TcpAggregator::IsJoinable(const Packet& packet) const
{
    return packet.payload == nullptr && packet.payloadBytes > 0 &&
           (packet.flags & kFinSynRstUrg) == 0;
}

/** The rules in their order; nothing when `next` joins `current`. */
std::optional<AggregationStop>
TcpAggregator::WhyNot(const Packet& current, const Packet& next)
{
    if (!IsJoinable(next))
    {
        return (next.flags & kFinSynRstUrg) != 0 ? AggregationStop::NoFlagsTcp
                                                 : AggregationStop::NoULenTcp;
    }
    const TransportFields& earlier = TransportOf(current);
    const TransportFields& later = TransportOf(next);
    if (later.sequence != earlier.sequence + current.payloadBytes)
    {
        return AggregationStop::NoSeqNTcp;
    }
    const int64_t together = int64_t{current.size} + next.payloadBytes;
    if (together > m_settings.limit || current.segments + next.segments > kMostSegmentsOfAll)
    {
        return AggregationStop::HitAggLimit;
    }
    if (current.hops != next.hops)
    {
        return AggregationStop::NoTtlIp;
    }
    if (current.dscp != next.dscp || current.ecn != next.ecn)
    {
        return AggregationStop::NoTosIp;
    }
    if (earlier.acknowledgement != later.acknowledgement || earlier.window != later.window)
    {
        return AggregationStop::NoAckWinTcp;
    }
    if (FlagsButPush(current) != FlagsButPush(next))
    {
        return AggregationStop::NoFlagsTcp;
    }
    if (HeadersOf(current) != HeadersOf(next))
    {
        return AggregationStop::NoHdrLenTcp;
    }
    m_isFastPath =
        HeadersOf(next) == kFastPathHeaders && int64_t{next.payloadBytes} == m_lastPayload;
    return HasRoom(together) ? std::nullopt : std::optional(AggregationStop::NoBuflet);
}

/** Payload is packed, so that a packet leaves no room in any buflet but the last. */
bool
TcpAggregator::HasRoom(int64_t bytes) const
{
    return RoundedUp(bytes, m_bufferBytes) <= m_settings.buflets;
}

} // namespace nexsim
