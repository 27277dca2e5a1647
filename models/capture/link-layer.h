// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LINK_LAYER_H
#define NEXSIM_LINK_LAYER_H

#include "models/capture/recorded-frame.h"

#include <cstdint>

namespace nexsim
{

/** @brief Link types (LINKTYPE_ and, where they differ, DLT_ numbers, tcpdump.org/linktypes). */
inline constexpr uint32_t kLinkTypeNull = 0;
inline constexpr uint32_t kLinkTypeEthernet = 1;
inline constexpr uint32_t kLinkTypeRawBsd = 12;
inline constexpr uint32_t kLinkTypeRawOpenBsd = 14;
inline constexpr uint32_t kLinkTypeRaw = 101;
inline constexpr uint32_t kLinkTypeLoop = 108;
inline constexpr uint32_t kLinkTypeLinuxSll = 113;
inline constexpr uint32_t kLinkTypeIpv4 = 228;
inline constexpr uint32_t kLinkTypeIpv6 = 229;
inline constexpr uint32_t kLinkTypeLinuxSll2 = 276;

/** @brief Where the network packet lies in a frame, and what it is. */
struct NetworkLayer
{
    uint16_t etherType = 0; //!< 0: a frame whose type field is a length (IEEE 802.3) or special
    uint32_t begin = 0;     //!< in bytes from the frame's first
};

/**
 * @brief Passes over the link layer: Ethernet II, Linux cooked v1 and v2, BSD loopback, or none;
 * then over any number of VLAN tags (802.1Q, 802.1ad and their forerunners).
 *
 * @throws FrameError when the header ends outside the frame or its recorded bytes, or when the link
 *         type is none of these
 */
NetworkLayer FindNetworkLayer(const FrameBytes& bytes, uint32_t linkType);

} // namespace nexsim

#endif // NEXSIM_LINK_LAYER_H
