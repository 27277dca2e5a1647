// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FRAGMENTS_H
#define NEXSIM_FRAGMENTS_H

#include "models/base/flow-key.h"
#include "models/base/packet.h"

/**
 * The fragments of a datagram (RFC 791 section 3.2): packets of its flow, of which only the first has
 * the transport's header. What such a header would say of a later packet lies free, and holds what
 * the IP header says of a fragment.
 */
namespace nexsim
{

/** @brief In Packet::flags of what is not TCP: a part of a datagram. */
inline constexpr uint8_t kFragment = 64;

/** @brief With kFragment, as "more fragments" in the IP header: the datagram does not end here. */
inline constexpr uint8_t kMoreFragments = 128;

/** @brief Bytes of an IPv4 header without options. */
inline constexpr int64_t kIpv4HeaderBytes = 20;

/** @brief Offsets of fragments count so many bytes. */
inline constexpr int64_t kFragmentUnit = 8;

/** @brief IP bytes that every link takes without cutting (RFC 791). */
inline constexpr int64_t kLeastFragmentSize = 68;

/** @param key of the packet's flow */
inline bool
IsFragment(const FlowKey& key, const Packet& packet)
{
    return key.protocol != kProtocolTcp && (packet.flags & kFragment) != 0;
}

/** @brief Bytes of the datagram, behind its IP header, that lie before this fragment. */
inline int64_t
FragmentOffset(const Packet& fragment)
{
    return static_cast<int64_t>(TransportOf(fragment).sequence);
}

/** @brief Bytes of the datagram, behind its IP header, that the fragment carries. */
inline int64_t
FragmentBytes(const Packet& fragment)
{
    return int64_t{fragment.size} - kIpv4HeaderBytes;
}

/** @brief What the fragments of one datagram have in common, and no other one of their flow. */
inline uint32_t
FragmentIdentification(const Packet& fragment)
{
    return static_cast<uint32_t>(TransportOf(fragment).acknowledgement);
}

/** @brief Bytes of the whole datagram behind its IP header. */
inline uint32_t
FragmentedBytes(const Packet& fragment)
{
    return TransportOf(fragment).window;
}

inline bool
IsLastFragment(const Packet& fragment)
{
    return (fragment.flags & kMoreFragments) == 0;
}

/**
 * @brief A packet just made becomes a fragment.
 * @param total bytes of the whole datagram behind its IP header
 */
inline void
MakeFragment(Packet& packet, uint32_t identification, int64_t offset, int64_t total)
{
    TransportFields& fields = TransportOf(packet);
    fields.sequence = static_cast<uint64_t>(offset);
    fields.acknowledgement = identification;
    fields.window = static_cast<uint32_t>(total);
    const bool isLast = offset + FragmentBytes(packet) == total;
    packet.flags = static_cast<uint8_t>(packet.flags | kFragment | (isLast ? 0 : kMoreFragments));
}

/** @brief The packet is no fragment any more: it is going to be, or be part of, its datagram. */
inline void
ForgetFragment(Packet& packet)
{
    packet.flags = static_cast<uint8_t>(packet.flags & ~(kFragment | kMoreFragments));
}

} // namespace nexsim

#endif // NEXSIM_FRAGMENTS_H
