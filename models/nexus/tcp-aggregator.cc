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
TcpAggregator::Drain(PacketFifo& from, PacketFifo& to, int64_t& largest, ChannelMemory* memory)
{
    const bool isLarge = largest > m_buffer.Value() && m_largeBuffer > Bytes(0);
    m_bufferBytes = isLarge ? m_largeBuffer.Value() : m_buffer.Value();
    int64_t arrived = 0;
    from.ForEach([&](const Packet& packet) { arrived += packet.size; });
    int64_t buflets = std::min(arrived / m_bufferBytes + 1, m_buflets);
    int64_t largestHere = 0;
    PacketPtr current;
    int64_t inCurrent = 0;
    const auto close = [&] {
        m_counts.superPackets += inCurrent > 1 ? 1 : 0;
        largestHere = std::max(largestHere, int64_t{current->size});
        buflets -= BufletsOf(current->size);
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
            if (memory != nullptr)
            {
                memory->JoinReceived(*current, *next);
            }
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
