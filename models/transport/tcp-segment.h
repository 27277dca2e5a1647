// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_SEGMENT_H
#define NEXSIM_TCP_SEGMENT_H

#include "models/base/packet-pool.h"

#include <cstdint>

/**
 * How a TCP segment lies in a packet.
 *
 * Sequence numbers count the payload bytes of a direction from 0 in 64 bits: they never wrap. SYN
 * takes no number. Acknowledgements and windows are in bytes; a SACK block holds offsets from the
 * acknowledgement number of its segment.
 */
namespace nexsim
{

/** @brief Control bits in Packet::flags (RFC 9293 section 3.1, RFC 3168 section 6.1). */
enum TcpFlag : uint8_t
{
    kTcpSyn = 1,
    kTcpAck = 2,
    kTcpEce = 4,
    kTcpCwr = 8
};

/** @brief IPv4 and TCP headers without options, B. */
inline constexpr int64_t kTcpHeaders = 40;

/** @brief The timestamps option with its padding, which every segment carries (RFC 7323), B. */
inline constexpr int64_t kTcpTimestamps = 12;

/** @brief SYN options: MSS, SACK permitted, timestamps, window scale, padding, B. */
inline constexpr int64_t kTcpSynOptions = 20;

/** @brief Blocks that fit beside timestamps (RFC 2018 section 3). */
inline constexpr unsigned kSackBlocks = 3;

/** @brief Received bytes [begin, end) above the acknowledgement number. */
struct SackBlock
{
    uint64_t begin;
    uint64_t end;
};

/** @brief The SACK option of so many blocks with its padding, B. */
constexpr int64_t
SackOptionBytes(unsigned blocks)
{
    return blocks == 0 ? 0 : 4 + 8 * static_cast<int64_t>(blocks);
}

/** @brief Writes the next block; at most kSackBlocks. TransportFields::reserved counts them. */
inline void
AddSackBlock(TransportFields& fields, SackBlock block)
{
    fields.sack[2 * fields.reserved] = static_cast<uint32_t>(block.begin - fields.acknowledgement);
    fields.sack[2 * fields.reserved + 1] =
        static_cast<uint32_t>(block.end - fields.acknowledgement);
    ++fields.reserved;
}

inline SackBlock
SackBlockAt(const TransportFields& fields, unsigned place)
{
    return {fields.acknowledgement + fields.sack[2 * place],
            fields.acknowledgement + fields.sack[2 * place + 1]};
}

/** @brief What one end of a connection needs from whoever made it. */
class TcpOutput
{
  public:
    virtual ~TcpOutput() = default;

    /** @brief A packet of this end's direction, created now, with transport fields all zero. */
    virtual PacketPtr MakeSegment(int64_t ipBytes, int64_t payloadBytes) = 0;

    /** @brief Hands a segment to the host; it may be lost there. */
    virtual void SendSegment(PacketPtr segment) = 0;
};

} // namespace nexsim

#endif // NEXSIM_TCP_SEGMENT_H
