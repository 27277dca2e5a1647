// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FRAME_BUILDER_H
#define NEXSIM_FRAME_BUILDER_H

#include "models/base/flow-key.h"
#include "models/base/packet.h"

#include <cstdint>
#include <string>

namespace nexsim
{

/** @brief An Ethernet frame without FCS: its headers, then zeros. */
struct BuiltFrame
{
    std::string headers;
    uint32_t known = 0;  //!< bytes that are known: headers and a payload of zeros; may be snapped
    uint32_t length = 0; //!< of the whole frame, at least `known`
};

/** @brief The time to live with which hosts send (RFC 1340); each link passed takes one. */
inline constexpr uint8_t kTimeToLive = 64;

/**
 * @brief The frame that a packet of this flow would be.
 *
 * - Ethernet: locally administered addresses made of the IP addresses, 02:00 before an IPv4 address.
 * - IP: length, DSCP, ECN and addresses of the packet, a time to live of 64 less the links passed,
 *   and a right checksum. What a packet has of headers beyond the plain ones becomes TCP options,
 *   then IPv4 options or IPv6 destination options, of padding.
 * - UDP and TCP: ports of the flow; sequence, acknowledgement and window of the packet's transport
 *   fields, its `flags` as those of the TCP header; right checksums over a payload of zeros.
 * - TCP or UDP without ports is a fragment that is not the first (see CapturedPacket): its offset
 *   is not known and stands as 8 bytes.
 * - What other protocols and ether types carry is not known: the frame is snapped before it.
 *
 * @param hops links that the packet has passed before this one
 */
BuiltFrame BuildFrame(const FlowKey& key, const Packet& packet, uint8_t hops);

} // namespace nexsim

#endif // NEXSIM_FRAME_BUILDER_H
