// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FRAME_DEVICE_H
#define NEXSIM_FRAME_DEVICE_H

#include "models/base/component.h"
#include "models/link/frame.h"
#include "models/link/simplex-link.h"
#include "models/nic/lazy-trace.h"

#include "ns3/channel.h"
#include "ns3/net-device.h"
#include "ns3/node.h"

namespace nexsim
{

/**
 * @brief The side of a NIC that ns-3 sees: an Ethernet device with its addresses and traces.
 *
 * An ns3::Packet that is sent becomes a native packet with a Frame, born here; one that arrives is
 * delivered here, and ns-3 gets its content. Flows are made from the packets' own headers. Traces
 * give packets that begin with the Ethernet header, as ns3::CsmaNetDevice's do, but without FCS.
 */
class FrameDevice : public ns3::NetDevice, public Component, private FrameSender
{
  public:
    static ns3::TypeId GetTypeId();

    // ns-3's interface
    void SetIfIndex(uint32_t index) override;
    uint32_t GetIfIndex() const override;
    ns3::Ptr<ns3::Channel> GetChannel() const override;
    void SetAddress(ns3::Address address) override;
    ns3::Address GetAddress() const override;
    bool SetMtu(uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(ns3::Callback<void> callback) override;
    bool IsBroadcast() const override;
    ns3::Address GetBroadcast() const override;
    bool IsMulticast() const override;
    ns3::Address GetMulticast(ns3::Ipv4Address group) const override;
    ns3::Address GetMulticast(ns3::Ipv6Address group) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(ns3::Ptr<ns3::Packet> packet,
              const ns3::Address& destination,
              uint16_t etherType) override;
    bool SendFrom(ns3::Ptr<ns3::Packet> packet,
                  const ns3::Address& source,
                  const ns3::Address& destination,
                  uint16_t etherType) override;
    ns3::Ptr<ns3::Node> GetNode() const override;
    void SetNode(ns3::Ptr<ns3::Node> node) override;
    bool NeedsArp() const override;
    void SetReceiveCallback(ReceiveCallback callback) override;
    void SetPromiscReceiveCallback(PromiscReceiveCallback callback) override;
    bool SupportsSendFrom() const override;

    /** @brief What GetChannel gives: who else is on this device's network; null by default. */
    void SetChannel(ns3::Ptr<ns3::Channel> channel);

    /** @brief Hands a received frame, of which FrameOf is not null, to ns-3; the packet ends. */
    void DeliverFrame(PacketPtr packet);

    /** @brief Drops a received packet that carries no frame, where there is only ns-3 to take it. */
    void RefuseNative(PacketPtr packet);

  protected:
    /** @brief Takes ownership of a packet that begins its life at this device. */
    virtual void SendFramed(PacketPtr packet) = 0;

    /** @brief The direction of the link that leaves this device. */
    virtual const SimplexLink& OutLink() const = 0;

    /** @brief The link has gone down or come up. */
    void TellLinkChange() const
    {
        m_linkChange();
    }

    // To be called for packets that carry a payload.
    void OnTransmit(const Packet& packet);
    void OnArrival(const Packet& packet) const;
    void OnRingFull(const Packet& packet) const;

    void DoDispose() override;

  private:
    using PacketTrace = LazyTrace<ns3::Ptr<const ns3::Packet>>;

    static bool IsWatched(const PacketTrace& trace, const PacketTrace& other);
    void OnUnsentFrameDropped(const Frame& frame) override;
    PacketType TypeOf(ns3::Mac48Address destination) const;
    PacketPtr MakePacket(const ns3::Packet& content, uint16_t etherType) const;
    void End(PacketPtr packet, PacketType type);
    void TraceReceived(const Frame& frame, Ecn ecn, PacketType type) const;
    void DropFor(const char* reason, DropReason*& made, PacketPtr packet);

    ns3::Ptr<ns3::Node> m_node;
    ns3::Ptr<ns3::Channel> m_channel;
    ReceiveCallback m_receive;
    PromiscReceiveCallback m_promiscReceive;
    LazyTrace<> m_linkChange;
    PacketTrace m_macTx;
    PacketTrace m_macTxDrop;
    PacketTrace m_macPromiscRx;
    PacketTrace m_macRx;
    PacketTrace m_phyTxBegin;
    PacketTrace m_phyRxEnd;
    PacketTrace m_phyRxDrop;
    PacketTrace m_sniffer;
    PacketTrace m_promiscSniffer;
    DropReason* m_otherHost = nullptr; //!< made when first needed
    DropReason* m_notAFrame = nullptr; //!< made when first needed
    uint32_t m_ifIndex = 0;
    uint16_t m_mtu = 0xffff; //!< the link's may be smaller
    ns3::Mac48Address m_address;
};

} // namespace nexsim

#endif // NEXSIM_FRAME_DEVICE_H
