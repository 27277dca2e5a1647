// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_SEGMENT_H
#define NEXSIM_TCP_SEGMENT_H

#include "models/base/packet-pool.h"

#include <cstdint>

/**
 * How a TCP segment lies in a packet.
 *
 * As on the wire, SYN takes the number 0 of its direction and the first payload byte number 1; in 64
 * bits they never wrap. All code but the functions here counts payload bytes from 0. Windows are in
 * bytes; a SACK block holds offsets from the acknowledgement number of its segment.
 */
namespace nexsim
{

/** @brief Control bits in Packet::flags, as in the header (RFC 9293 section 3.1, RFC 3168). */
enum TcpFlag : uint8_t
{
    kTcpSyn = 2,
    kTcpPsh = 8,
    kTcpAck = 16,
    kTcpEce = 64,
    kTcpCwr = 128
};

/** @brief IPv4 and TCP headers without options, B. */
inline constexpr int64_t kTcpHeaders = 40;

/** @brief The timestamps option with its padding, which every segment carries (RFC 7323), B. */
inline constexpr int64_t kTcpTimestamps = 12;

/** @brief SYN options: MSS, SACK permitted, timestamps, window scale, padding, B. */
inline constexpr int64_t kTcpSynOptions = 20;

/** @brief Blocks that fit beside timestamps (RFC 2018 section 3). */
inline constexpr unsigned kSackBlocks = 3;

/** @brief Received bytes [begin, end); below the acknowledgement number for a duplicate (RFC 2883). */
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

/** @brief The number of the payload byte of this offset. */
constexpr uint64_t
SequenceOfByte(uint64_t offset)
{
    return offset + 1;
}

/** @brief The payload byte of this number, which is not 0. */
constexpr uint64_t
ByteOfSequence(uint64_t sequence)
{
    return sequence - 1;
}

/** @brief Writes the next block; at most kSackBlocks. TransportFields::sackBlocks counts them. */
inline void
AddSackBlock(TransportFields& fields, SackBlock block)
{
    const uint64_t base = ByteOfSequence(fields.acknowledgement);
    fields.sack[2 * fields.sackBlocks] = static_cast<uint32_t>(block.begin - base);
    fields.sack[2 * fields.sackBlocks + 1] = static_cast<uint32_t>(block.end - base);
    ++fields.sackBlocks;
}

inline SackBlock
SackBlockAt(const TransportFields& fields, unsigned place)
{
    const uint64_t base = ByteOfSequence(fields.acknowledgement);
    const auto at = [base, &fields](unsigned edge) {
        return base + static_cast<uint64_t>(int64_t{static_cast<int32_t>(fields.sack[edge])});
    };
    return {at(2 * place), at(2 * place + 1)};
}

/** @brief What one end of a connection needs from whoever made it. */
class TcpOutput
{
  public:
    virtual ~TcpOutput() = default;

    /** @brief A packet of this end's direction, created now, with transport fields all zero. */
    virtual PacketPtr MakeSegment(int64_t ipBytes, int64_t payloadBytes) = 0;

    /** @brief Writes what this end has received into a segment with payload that is about to leave. */
    virtual void AddAcknowledgement(Packet& segment)
    {
        static_cast<void>(segment);
    }

    /** @brief Hands a segment to the host; it may be lost there. */
    virtual void SendSegment(PacketPtr segment) = 0;
};

} // namespace nexsim

#endif // NEXSIM_TCP_SEGMENT_H
