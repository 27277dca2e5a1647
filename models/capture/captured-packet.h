// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURED_PACKET_H
#define NEXSIM_CAPTURED_PACKET_H

#include "models/base/flow-key.h"
#include "models/base/packet.h"
#include "models/base/quantity.h"
#include "models/capture/recorded-frame.h"

#include <cstdint>

namespace nexsim
{

/** @brief Fields of a TCP header (RFC 9293 section 3.1) as the capture has them. */
struct CapturedTcp
{
    uint32_t sequence = 0;
    uint32_t acknowledgement = 0;
    uint16_t window = 0;
    uint8_t flags = 0; //!< CWR ECE URG ACK PSH RST SYN FIN from the highest bit
};

/** @brief One packet of a capture: when, how large, whose. */
struct CapturedPacket
{
    SimTime time;               //!< since the first record of the capture
    uint32_t wireLength = 0;    //!< frame with the link layer of the capture, in bytes, not snapped
    uint32_t networkLength = 0; //!< IP packet; for other ether types all after the link layer
    uint32_t payloadBytes = 0;  //!< above the TCP or UDP header, else above the network header

    /**
     * @brief Ports are 0 but for TCP and UDP, and 0 in all fragments but the first.
     *
     * So the later fragments of a conversation are a flow of their own, as they are to a router
     * that looks at one packet at a time; all of the payload of such a fragment counts.
     */
    FlowKey key;

    /**
     * @brief Who speaks to whom, by IP address: the addresses of the IP header, or those of ARP.
     *
     * They stand beside the key because an ARP frame's key has no addresses.
     */
    AddressBytes sender{};
    AddressBytes receiver{};
    uint16_t addressType = 0; //!< kEtherTypeIpv4 or kEtherTypeIpv6; 0: the frame names no address

    uint8_t dscp = 0; //!< 0 to 63
    Ecn ecn = Ecn::NotCapable;
    CapturedTcp tcp; //!< all 0 unless TCP
};

/**
 * @brief Everything about the packet in a frame but its time.
 *
 * Behind the link layer (see FindNetworkLayer) it reads IPv4 with options, IPv6 with its extension
 * headers (RFC 8200 section 4, RFC 7045), the authentication header of both, TCP, UDP and ARP for
 * IPv4. What else there is becomes a flow by ether type or IP protocol. A total length of 0, as
 * recorded with segmentation offload, means the rest of the frame; so does an IPv6 payload length
 * of 0 in a frame above 65,575 bytes (RFC 2675).
 *
 * @throws FrameError when headers contradict each other or end outside the recorded bytes
 */
CapturedPacket DecodeFrame(const RecordedFrame& frame, uint32_t linkType);

} // namespace nexsim

#endif // NEXSIM_CAPTURED_PACKET_H
