// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/tcp-aggregator.h"

#include "models/base/attributes.h"
#include "models/base/segments.h"
#include "models/nexus/channel-memory.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TcpAggregator);

namespace
{

constexpr uint8_t kFinSynRstUrg = 1 | 2 | 4 | 32;
constexpr int64_t kMostSegmentsOfAll = 65535;

/** @brief What the estimate of buffers adds per full super-packet: headers of IPv6 and TCP. */
constexpr int64_t kHeaderOverhead = 40 + 20;

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

} // namespace

ns3::TypeId
TcpAggregator::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::TcpAggregator")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<TcpAggregator>()
            .AddAttribute("Limit",
                          "Largest super-packet with its headers, IP bytes (XNU: "
                          "sk_fsw_rx_agg_tcp); 0 B joins nothing.",
                          QuantityDefault(Bytes(16'384)),
                          MakeQuantityAccessor(&TcpAggregator::m_limit),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(65'535)))
            .AddAttribute("Buflets",
                          "Buffers of one super-packet, at most (XNU: MAX_BUFLET_COUNT).",
                          IntegerValue(32),
                          MakeQuantityAccessor(&TcpAggregator::m_buflets),
                          MakeIntegerRangeChecker(1, 64))
            .AddAttribute("Buffer",
                          "Size of a buffer.",
                          QuantityDefault(Bytes(2048)),
                          MakeQuantityAccessor(&TcpAggregator::m_buffer),
                          MakeQuantityChecker<Bytes>(Bytes(64), Bytes(65'536)))
            .AddAttribute("LargeBuffer",
                          "Size of a large one, for flows whose super-packets exceed a buffer; 0 "
                          "B: there are none.",
                          QuantityDefault(Bytes(16'384)),
                          MakeQuantityAccessor(&TcpAggregator::m_largeBuffer),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(65'536)))
            .AddAttribute("Host",
                          "Whether segments for the host's own stack are joined, too (XNU: "
                          "sk_fsw_rx_agg_tcp_host, off there while filters are installed).",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&TcpAggregator::m_servesHost),
                          ns3::MakeBooleanChecker());
    return tid;
}

void
TcpAggregator::Connect(RunContext& run, uint64_t pathHash)
{
    m_run = &run;
    m_pathHash = pathHash;
}

void
TcpAggregator::Drain(PacketFifo& from,
                     PacketFifo& to,
                     int64_t& largest,
                     AggregationFor receiver,
                     ChannelMemory* memory)
{
    const bool isLarge = largest > m_buffer.Value() && m_largeBuffer > Bytes(0);
    m_bufferBytes = isLarge ? m_largeBuffer.Value() : m_buffer.Value();
    Rest rest;
    from.ForEach([&](const Packet& packet) { rest.bytes += packet.payloadBytes; });
    rest.packets = from.Size();
    m_allocated = Estimate(rest, largest);
    int64_t largestHere = 0;
    int64_t superPackets = 0;
    PacketPtr current;
    const auto close = [&] {
        ++superPackets;
        largestHere = std::max(largestHere, int64_t{current->size});
        to.Push(std::move(current));
    };
    while (!from.Empty())
    {
        PacketPtr next = from.Pop();
        const int64_t payload = next->payloadBytes;
        rest.bytes -= payload;
        --rest.packets;
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
            TakeBuflets(BufletsOf(current->size + payload) - BufletsOf(current->size),
                        rest,
                        largest);
            if (memory != nullptr)
            {
                memory->JoinReceived(*current, *next);
            }
            MergeSegments(*m_run, *current, std::move(next), m_pathHash);
        }
        else
        {
            TakeBuflets(BufletsOf(next->size), rest, largest);
            current = std::move(next);
        }
        m_lastPayload = payload;
    }
    if (current)
    {
        close();
    }
    const bool isChannel = receiver == AggregationFor::Channel;
    (isChannel ? m_counts.forChannels : m_counts.forHost) += superPackets;
    m_counts.wastedBuflets += isChannel ? m_allocated : 0;
    largest += (largestHere - largest) / 4;
}

/**
 * Of buffers for what is left of a drain (XNU: estimate_buf_cnt): as if super-packets were as large
 * as those of late, which is at least a buffer and at most one of those in use.
 */
int64_t
TcpAggregator::Estimate(const Rest& rest, int64_t largest) const
{
    if (largest == 0)
    {
        return std::min(rest.packets, m_buflets);
    }
    const int64_t size = std::min(std::max(largest, m_buffer.Value()), m_bufferBytes);
    const int64_t overhead = rest.bytes / m_limit.Value() * kHeaderOverhead;
    return std::min((rest.bytes + overhead) / size + 1, m_buflets);
}

/** As many as are needed, of those allocated, or of more by a further estimate. */
void
TcpAggregator::TakeBuflets(int64_t needed, const Rest& rest, int64_t largest)
{
    if (m_allocated < needed)
    {
        m_allocated = std::max(needed, Estimate(rest, largest));
    }
    m_allocated -= needed;
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
    if (TransportOf(next).sequence != TransportOf(current).sequence + current.payloadBytes)
    {
        return AggregationStop::NoSeqNTcp;
    }
    const int64_t together = int64_t{current.size} + next.payloadBytes;
    if (together > m_limit.Value() || current.segments + next.segments > kMostSegmentsOfAll)
    {
        return AggregationStop::HitAggLimit;
    }
    if (const auto stop = WhyNotByHeader(current, next))
    {
        return stop;
    }
    m_isFastPath =
        HeadersOf(next) == kFastPathHeaders && int64_t{next.payloadBytes} == m_lastPayload;
    return BufletsOf(together) <= m_buflets ? std::nullopt
                                            : std::optional(AggregationStop::NoBuflet);
}

std::optional<AggregationStop>
TcpAggregator::WhyNotByHeader(const Packet& current, const Packet& next) const
{
    const TransportFields& earlier = TransportOf(current);
    const TransportFields& later = TransportOf(next);
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
    return HeadersOf(current) == HeadersOf(next) ? std::nullopt
                                                 : std::optional(AggregationStop::NoHdrLenTcp);
}

/** Payload is packed: a packet leaves no room in any buflet but the last. */
int64_t
TcpAggregator::BufletsOf(int64_t bytes) const
{
    return (bytes + m_bufferBytes - 1) / m_bufferBytes;
}

} // namespace nexsim
