// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SEGMENTS_H
#define NEXSIM_SEGMENTS_H

#include "models/base/packet-fifo.h"
#include "models/base/run-context.h"

#include <algorithm>

/**
 * Packets that stand for several wire packets: made large by their sender (TSO, GSO, USO) and cut
 * below it, or merged on their way up (LRO, GRO).
 *
 * All segments but the last have the same payload, except in what a receiving kernel has merged by
 * rules of its own, which nothing cuts again; each would have the headers of the whole. A packet
 * takes as many numbers of its flow as it has segments. Flows and traffic count segments, the ledger
 * packets. Clock, `created` and its remainder hold sums or means over the segments, so that sums of
 * stages stay equal to sums of latencies, to the picosecond.
 */
namespace nexsim
{

/** @brief Largest payload of one segment, B. */
inline constexpr int64_t kLargestSegment = 65535;

/** @brief In Packet::flags, as PSH in TCP's: a message ends here, and nothing is merged behind it. */
inline constexpr uint8_t kEndOfMessage = 8;

/** @brief IP bytes that the segments of a packet have as separate packets. */
inline int64_t
SeparateIpBytes(const Packet& packet)
{
    const int64_t headers = int64_t{packet.size} - packet.payloadBytes;
    return packet.size + headers * (packet.segments - 1);
}

/** @brief IP bytes of its largest segment as a packet of its own. */
inline int64_t
LargestSegmentIpBytes(const Packet& packet)
{
    return packet.segments == 1
               ? packet.size
               : int64_t{packet.size} - packet.payloadBytes + TransportOf(packet).segmentBytes;
}

/** @brief Sum over the segments of the time since each was created, ps. */
inline int64_t
AgeSum(const Packet& packet, SimTime now)
{
    const int64_t rest = packet.segments == 1 ? 0 : TransportOf(packet).createdRest;
    return (now - packet.created).Value() * packet.segments - rest;
}

/**
 * @brief Calls part(before, bytes, left) for each part of a payload: bytes before it, in it, after it.
 *
 * Also once for no payload at all.
 */
template <typename Part>
void
ForEachPart(int64_t payload, int64_t most, Part&& part)
{
    int64_t before = 0;
    do
    {
        const int64_t bytes = std::min(payload - before, most);
        part(before, bytes, payload - before - bytes);
        before += bytes;
    } while (before < payload);
}

/** @brief Calls segment(ipBytes) for each of its segments as a packet of its own. */
template <typename Segment>
void
ForEachSegmentIpBytes(const Packet& packet, Segment&& segment)
{
    const int64_t headers = int64_t{packet.size} - packet.payloadBytes;
    const int64_t most = packet.segments == 1 ? int64_t{packet.payloadBytes} + 1
                                              : int64_t{TransportOf(packet).segmentBytes};
    ForEachPart(packet.payloadBytes, most, [&](int64_t, int64_t bytes, int64_t) {
        segment(headers + bytes);
    });
}

/**
 * @brief Turns the TCP header of a large packet into that of one part of it.
 *
 * Its first byte moves on; FIN and PSH go with the last part, CWR with the first (RFC 3168).
 */
void CutTcpHeader(Packet& part, int64_t before, int64_t left);

/**
 * @brief A packet just made becomes one of as many segments as its payload has parts of this size.
 *
 * The numbers of its further segments are taken from the flow. Before its birth.
 * @param segmentBytes 1 to kLargestSegment
 * @throws std::invalid_argument for more than 65535 segments
 */
void MakeSegments(RunContext& run, Packet& packet, int64_t segmentBytes);

/**
 * @brief Cuts a packet into its segments, at the component with this path.
 *
 * Each inherits mark, stage clock and headers, and gets the next number.
 * @throws std::logic_error for one that a merge made of packets of different age
 */
void SplitSegments(RunContext& run, PacketPtr whole, uint64_t pathHash, PacketFifo& segments);

/**
 * @brief Whether `later` may join `earlier`: the next bytes of the same flow in packets of the same
 * headers, marks and segment size, and nothing that TCP must see packet by packet.
 */
bool CanMerge(RunContext& run, const Packet& earlier, const Packet& later);

/**
 * @brief Whether `later` holds TCP's next bytes, given to the host at the same instant and kept there as
 * long, so that a packet made of both can be cut into what they were.
 * @param most IP bytes of that packet
 */
bool IsGivenAtOnce(RunContext& run, const Packet& earlier, const Packet& later, int64_t most);

/** @brief Whether packets may join this one that follow it: it has payload and is not special. */
bool MayBeginMerge(RunContext& run, const Packet& packet);

/** @brief Whether a packet can still grow: its last segment is not short, its flags push nothing. */
bool IsMergeOpen(const Packet& packet);

/**
 * @brief `later`, which CanMerge, joins `earlier`, at the component with this path.
 *
 * Both must have been marked up to the same instant. Acknowledgement, window and timestamps become
 * the later's.
 */
void MergeSegments(RunContext& run, Packet& earlier, PacketPtr later, uint64_t pathHash);

} // namespace nexsim

#endif // NEXSIM_SEGMENTS_H
