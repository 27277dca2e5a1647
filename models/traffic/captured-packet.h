// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURED_PACKET_H
#define NEXSIM_CAPTURED_PACKET_H

#include "models/base/flow-key.h"
#include "models/base/packet.h"
#include "models/base/quantity.h"

#include <cstdint>
#include <stdexcept>

namespace nexsim
{

/** @brief One packet of a capture: when, how large, whose. */
struct CapturedPacket
{
    SimTime time;            //!< since the first record of the capture
    uint32_t wireLength = 0; //!< Ethernet frame without preamble and FCS, in bytes, never snapped
    uint32_t networkLength = 0; //!< IP packet; for other ether types all after the Ethernet header
    uint32_t payloadBytes = 0;  //!< above the TCP or UDP header, else above the network header

    /** @brief Ports are 0 but for TCP and UDP, and 0 in all fragments but the first. */
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
    uint8_t tcpFlags = 0; //!< CWR ECE URG ACK PSH RST SYN FIN from the highest bit; 0 unless TCP
};

/** @brief A frame does not hold what its headers announce; what() says so without a location. */
class FrameError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/** @brief The first bytes of an Ethernet frame, as far as they were recorded. */
struct RecordedFrame
{
    const uint8_t* bytes = nullptr;
    uint32_t captured = 0;   //!< how many bytes there are; not above wireLength
    uint32_t wireLength = 0; //!< how long the frame was
};

/**
 * @brief Everything about the packet in a frame but its time.
 *
 * Reads Ethernet II with at most one 802.1Q tag, IPv4 with options, IPv6 with hop-by-hop, routing,
 * fragment and destination options headers, TCP, UDP and ARP for IPv4. What else there is becomes a
 * flow by ether type or IP protocol; 802.3 frames with a length in place of a type share type 0.
 *
 * @throws FrameError when headers contradict each other or end outside the recorded bytes
 */
CapturedPacket DecodeFrame(const RecordedFrame& frame);

} // namespace nexsim

#endif // NEXSIM_CAPTURED_PACKET_H
