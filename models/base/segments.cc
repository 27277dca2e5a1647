// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/segments.h"

#include "models/base/fragments.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

constexpr int64_t kMostSegments = 65535;
constexpr int64_t kLargestIpPacket = 65535;

// Bits of the TCP header (RFC 9293 section 3.1, RFC 3168 section 6.1).
constexpr uint8_t kFin = 1;
constexpr uint8_t kPsh = kEndOfMessage;
constexpr uint8_t kAck = 16;
constexpr uint8_t kEce = 64;
constexpr uint8_t kCwr = 128;

bool
IsTcp(RunContext& run, const Packet& packet)
{
    return run.Flows()[packet.flow].key.protocol == kProtocolTcp;
}

int64_t
SegmentBytesOf(const Packet& packet)
{
    return packet.segments == 1 ? packet.payloadBytes : TransportOf(packet).segmentBytes;
}

int64_t
HeadersOf(const Packet& packet)
{
    return int64_t{packet.size} - packet.payloadBytes;
}

uint8_t
Without(uint8_t flags, uint8_t bits)
{
    return static_cast<uint8_t>(flags & ~bits);
}

bool
FollowsInTcp(const Packet& earlier, const Packet& later)
{
    return TransportOf(later).sequence == TransportOf(earlier).sequence + earlier.payloadBytes;
}

/** @brief Each segment's part of the clock; a clock of `whole` holds as many times as much. */
void
DivideClock(Packet& segment, int64_t segments)
{
    for (unsigned left = segment.stages; left != 0; left &= left - 1)
    {
        int64_t& spent = StagesOf(segment).picoseconds[__builtin_ctz(left)];
        if (spent % segments != 0)
        {
            throw std::logic_error(
                fmt::format("packet {} of flow {} is to be cut into {} segments, which have not "
                            "the same age",
                            segment.number,
                            segment.flow,
                            segments));
        }
        spent /= segments;
    }
}

void
AddClock(Packet& packet, const Packet& other)
{
    for (unsigned left = other.stages; left != 0; left &= left - 1)
    {
        const auto stage = static_cast<unsigned>(__builtin_ctz(left));
        const auto bit = static_cast<uint16_t>(1U << stage);
        int64_t& slot = StagesOf(packet).picoseconds[stage];
        slot = ((packet.stages & bit) != 0 ? slot : 0) + StagesOf(other).picoseconds[stage];
        packet.stages = static_cast<uint16_t>(packet.stages | bit);
    }
}

__int128
CreatedSum(const Packet& packet)
{
    const int64_t rest = packet.segments == 1 ? 0 : TransportOf(packet).createdRest;
    return static_cast<__int128>(packet.created.Value()) * packet.segments + rest;
}

} // namespace

void
CutTcpHeader(Packet& part, int64_t before, int64_t left)
{
    TransportOf(part).sequence += static_cast<uint64_t>(before);
    part.flags =
        Without(part.flags,
                static_cast<uint8_t>((left > 0 ? kFin | kPsh : 0) | (before > 0 ? kCwr : 0)));
}

void
MakeSegments(RunContext& run, Packet& packet, int64_t segmentBytes)
{
    const int64_t segments =
        std::max<int64_t>(1, (packet.payloadBytes + segmentBytes - 1) / segmentBytes);
    if (segmentBytes > kLargestSegment || segments > kMostSegments)
    {
        throw std::invalid_argument(
            fmt::format("{} B in segments of {} B: at most {} segments of at most {} B",
                        packet.payloadBytes,
                        segmentBytes,
                        kMostSegments,
                        kLargestSegment));
    }
    packet.segments = static_cast<uint16_t>(segments);
    TransportOf(packet).segmentBytes = static_cast<uint16_t>(segmentBytes);
    TransportOf(packet).createdRest = 0;
    run.Flows()[packet.flow].sentNumber += static_cast<uint32_t>(segments - 1);
}

void
SplitSegments(RunContext& run, PacketPtr whole, uint64_t pathHash, PacketFifo& segments)
{
    const int64_t count = whole->segments;
    const auto headers = static_cast<uint32_t>(HeadersOf(*whole));
    const bool isTcp = IsTcp(run, *whole);
    run.GetLedger().SplitBegins(*whole);
    uint32_t number = whole->number;
    ForEachPart(whole->payloadBytes,
                SegmentBytesOf(*whole),
                [&](int64_t before, int64_t bytes, int64_t left) {
                    PacketPtr segment = run.Pool().AllocateCopy(*whole);
                    segment->segments = 1;
                    segment->number = number++;
                    segment->payloadBytes = static_cast<uint32_t>(bytes);
                    segment->size = headers + segment->payloadBytes;
                    DivideClock(*segment, count);
                    if (isTcp)
                    {
                        CutTcpHeader(*segment, before, left);
                    }
                    run.GetLedger().SplitMade(*segment, run.Now(), pathHash);
                    segments.Push(std::move(segment));
                });
}

bool
MayBeginMerge(RunContext& run, const Packet& packet)
{
    const bool isPlain = IsTcp(run, packet) ? Without(packet.flags, kAck | kPsh | kEce) == 0
                                            : (packet.flags & kFragment) == 0;
    return isPlain && packet.payload == nullptr && packet.payloadBytes > 0 && IsMergeOpen(packet);
}

bool
IsMergeOpen(const Packet& packet)
{
    return packet.payloadBytes == SegmentBytesOf(packet) * packet.segments &&
           (packet.flags & kPsh) == 0;
}

bool
CanMerge(RunContext& run, const Packet& earlier, const Packet& later)
{
    const int64_t segment = SegmentBytesOf(earlier);
    const int64_t laterSegment = SegmentBytesOf(later);
    return later.flow == earlier.flow && MayBeginMerge(run, earlier) && later.payload == nullptr &&
           later.payloadBytes > 0 && HeadersOf(later) == HeadersOf(earlier) &&
           later.ecn == earlier.ecn && later.dscp == earlier.dscp &&
           (later.segments == 1 ? laterSegment <= segment : laterSegment == segment) &&
           earlier.segments + later.segments <= kMostSegments &&
           int64_t{earlier.size} + later.payloadBytes <= kLargestIpPacket &&
           Without(later.flags, kPsh) == earlier.flags &&
           (!IsTcp(run, later) || FollowsInTcp(earlier, later));
}

bool
IsGivenAtOnce(RunContext& run, const Packet& earlier, const Packet& later, int64_t most)
{
    return IsTcp(run, later) && later.created == earlier.created &&
           later.lastMark == earlier.lastMark &&
           later.number == earlier.number + earlier.segments &&
           int64_t{earlier.size} + later.payloadBytes <= most && CanMerge(run, earlier, later);
}

void
MergeSegments(RunContext& run, Packet& earlier, PacketPtr later, uint64_t pathHash)
{
    run.GetLedger().MergeBegins(earlier, *later, run.Now(), pathHash);
    const auto segmentBytes = static_cast<uint16_t>(SegmentBytesOf(earlier));
    const int64_t segments = int64_t{earlier.segments} + later->segments;
    const __int128 created = CreatedSum(earlier) + CreatedSum(*later);
    TransportFields& fields = TransportOf(earlier);
    const TransportFields& newer = TransportOf(*later);
    fields.acknowledgement = newer.acknowledgement;
    fields.window = newer.window;
    fields.timestamp = newer.timestamp;
    fields.timestampEcho = newer.timestampEcho;
    fields.segmentBytes = segmentBytes;
    fields.createdRest = static_cast<uint16_t>(created % segments);
    earlier.created = SimTime(static_cast<int64_t>(created / segments));
    earlier.segments = static_cast<uint16_t>(segments);
    earlier.size += later->payloadBytes;
    earlier.payloadBytes += later->payloadBytes;
    earlier.flags = static_cast<uint8_t>(earlier.flags | later->flags);
    AddClock(earlier, *later);
    run.GetLedger().MergeMade(earlier, run.Now(), pathHash);
}

} // namespace nexsim
