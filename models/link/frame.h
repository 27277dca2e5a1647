// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FRAME_H
#define NEXSIM_FRAME_H

#include "models/base/packet.h"

#include "ns3/mac48-address.h"
#include "ns3/packet.h"

#include <cstdint>

namespace nexsim
{

/** @brief Packet::destination of a packet that goes where its Frame's Ethernet header says. */
inline constexpr NodeIndex kAddressedByFrame = 0xffffffff;

/** @brief Is told when a frame is lost before it has left its sender. */
class FrameSender
{
  public:
    virtual ~FrameSender() = default;

    virtual void OnUnsentFrameDropped(const class Frame& frame) = 0;
};

/**
 * @brief An ns3::Packet in an Ethernet frame: the payload of a native packet.
 *
 * The Ethernet header is kept as fields; the ns3::Packet begins with the network layer's header. A
 * packet with a Frame has kAddressedByFrame for a destination, and no other packet has.
 */
class Frame : public ForeignPayload
{
  public:
    Frame(ns3::Ptr<ns3::Packet> packet,
          ns3::Mac48Address source,
          ns3::Mac48Address destination,
          uint16_t etherType);

    /** @brief One more frame of the same content, for a copy of the packet. */
    Frame* Clone() const;

    ns3::Mac48Address Source() const
    {
        return m_source;
    }

    ns3::Mac48Address Destination() const
    {
        return m_destination;
    }

    uint16_t EtherType() const
    {
        return m_etherType;
    }

    /** @brief The network layer's packet; others may hold it, too, so it is not to be changed. */
    ns3::Ptr<const ns3::Packet> Content() const
    {
        return m_packet;
    }

    /**
     * @brief A copy of the network layer's packet as it leaves the network.
     * @param ecn of the packet that carried it: a congestion mark is written to the IP header, its
     * checksum updated where ns-3 computes checksums
     */
    ns3::Ptr<ns3::Packet> Extract(Ecn ecn) const;

    /** @brief As Extract, behind the Ethernet header; there is neither padding nor FCS. */
    ns3::Ptr<ns3::Packet> WithHeader(Ecn ecn = Ecn::NotCapable) const;

    /** @brief Tells `sender` of a drop until it is null again. */
    void SetSender(FrameSender* sender)
    {
        m_sender = sender;
    }

    void OnDropped() override;

  private:
    ns3::Ptr<ns3::Packet> m_packet;
    FrameSender* m_sender = nullptr;
    ns3::Mac48Address m_source;
    ns3::Mac48Address m_destination;
    uint16_t m_etherType;
};

/** @brief The frame that a packet carries; null for a native packet. */
inline Frame*
FrameOf(const Packet& packet)
{
    return packet.destination == kAddressedByFrame ? static_cast<Frame*>(packet.payload) : nullptr;
}

} // namespace nexsim

#endif // NEXSIM_FRAME_H
