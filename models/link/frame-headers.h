// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FRAME_HEADERS_H
#define NEXSIM_FRAME_HEADERS_H

#include "models/base/flow-key.h"
#include "models/base/packet.h"

#include "ns3/packet.h"

namespace nexsim
{

/** @brief What a native packet says about the ns3::Packet that it carries. */
struct FrameHeaders
{
    FlowKey key; //!< ports of TCP and UDP; 0 in later fragments and behind IPv6 extension headers
    uint32_t payloadBytes = 0; //!< above the TCP or UDP header, else above the network header
    uint8_t dscp = 0;
    Ecn ecn = Ecn::NotCapable;
};

/**
 * @brief Reads IPv4, IPv6, TCP and UDP headers; every other ether type is one flow.
 * @param packet begins with the network layer's header
 */
FrameHeaders ReadFrameHeaders(const ns3::Packet& packet, uint16_t etherType);

} // namespace nexsim

#endif // NEXSIM_FRAME_HEADERS_H
