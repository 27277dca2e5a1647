// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/frame-device.h"

#include "models/link/frame-headers.h"

#include "ns3/trace-source-accessor.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FrameDevice);

ns3::TypeId
FrameDevice::GetTypeId()
{
    static const char* const kSignature = "ns3::Packet::TracedCallback";
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FrameDevice")
            .SetParent<ns3::NetDevice>()
            .SetGroupName("nexsim/nic")
            .AddTraceSource("MacTx",
                            "ns-3 hands over a packet to send.",
                            MakeTraceSourceAccessor(&FrameDevice::m_macTx),
                            kSignature)
            .AddTraceSource("MacTxDrop",
                            "A packet is refused, or lost in the queue before it is sent.",
                            MakeTraceSourceAccessor(&FrameDevice::m_macTxDrop),
                            kSignature)
            .AddTraceSource("MacPromiscRx",
                            "ns-3 is given a packet, whomever it is for.",
                            MakeTraceSourceAccessor(&FrameDevice::m_macPromiscRx),
                            kSignature)
            .AddTraceSource("MacRx",
                            "ns-3 is given a packet for this device, for all or for a group.",
                            MakeTraceSourceAccessor(&FrameDevice::m_macRx),
                            kSignature)
            .AddTraceSource("PhyTxBegin",
                            "The transmission of a packet begins.",
                            MakeTraceSourceAccessor(&FrameDevice::m_phyTxBegin),
                            kSignature)
            .AddTraceSource("PhyRxEnd",
                            "The last bit of a packet has arrived.",
                            MakeTraceSourceAccessor(&FrameDevice::m_phyRxEnd),
                            kSignature)
            .AddTraceSource("PhyRxDrop",
                            "A packet has arrived for which the receive ring has no room.",
                            MakeTraceSourceAccessor(&FrameDevice::m_phyRxDrop),
                            kSignature)
            .AddTraceSource("Sniffer",
                            "A packet of this host is sent or received: what tcpdump shows.",
                            MakeTraceSourceAccessor(&FrameDevice::m_sniffer),
                            kSignature)
            .AddTraceSource("PromiscSniffer",
                            "Any packet is sent or received.",
                            MakeTraceSourceAccessor(&FrameDevice::m_promiscSniffer),
                            kSignature);
    return tid;
}

bool
FrameDevice::IsWatched(const PacketTrace& trace, const PacketTrace& other)
{
    return !trace.IsEmpty() || !other.IsEmpty();
}

ns3::NetDevice::PacketType
FrameDevice::TypeOf(ns3::Mac48Address destination) const
{
    if (destination == m_address)
    {
        return PACKET_HOST;
    }
    if (destination.IsBroadcast())
    {
        return PACKET_BROADCAST;
    }
    return destination.IsGroup() ? PACKET_MULTICAST : PACKET_OTHERHOST;
}

PacketPtr
FrameDevice::MakePacket(const ns3::Packet& content, uint16_t etherType) const
{
    const FrameHeaders headers = ReadFrameHeaders(content, etherType);
    PacketPtr packet = Run().Pool().Allocate();
    packet->created = Now();
    packet->lastMark = packet->created;
    packet->flow = Run().Flows().Intern(headers.key);
    FlowRecord& flow = Run().Flows()[packet->flow];
    packet->number = flow.sentNumber++;
    packet->flowHash = flow.hash;
    packet->size = content.GetSize();
    packet->payloadBytes = headers.payloadBytes;
    packet->destination = kAddressedByFrame;
    packet->dscp = headers.dscp;
    packet->ecn = headers.ecn;
    return packet;
}

bool
FrameDevice::SendFrom(ns3::Ptr<ns3::Packet> packet,
                      const ns3::Address& source,
                      const ns3::Address& destination,
                      uint16_t etherType)
{
    // The sender may go on using its packet; ns-3 shares the bytes between the two.
    auto frame = std::make_unique<Frame>(packet->Copy(),
                                         ns3::Mac48Address::ConvertFrom(source),
                                         ns3::Mac48Address::ConvertFrom(destination),
                                         etherType);
    if (!IsLinkUp() || packet->GetSize() > GetMtu())
    {
        OnUnsentFrameDropped(*frame);
        return false;
    }
    if (!m_macTx.IsEmpty())
    {
        m_macTx(frame->WithHeader());
    }
    PacketPtr framed = MakePacket(*packet, etherType);
    frame->SetSender(this);
    framed->payload = frame.release();
    Run().GetLedger().Born(*framed, framed->created, PathHash());
    if (FlowGroup* group = Run().Flows()[framed->flow].group)
    {
        group->CountSent(*framed);
    }
    SendFramed(std::move(framed));
    return true;
}

void
FrameDevice::OnUnsentFrameDropped(const Frame& frame)
{
    if (!m_macTxDrop.IsEmpty())
    {
        m_macTxDrop(frame.WithHeader());
    }
}

void
FrameDevice::OnTransmit(const Packet& packet)
{
    Frame* frame = FrameOf(packet);
    if (frame == nullptr)
    {
        return;
    }
    frame->SetSender(nullptr);
    if (!m_phyTxBegin.IsEmpty() || IsWatched(m_sniffer, m_promiscSniffer))
    {
        const ns3::Ptr<const ns3::Packet> shown = frame->WithHeader();
        m_promiscSniffer(shown);
        m_sniffer(shown);
        m_phyTxBegin(shown);
    }
}

void
FrameDevice::OnArrival(const Packet& packet) const
{
    const Frame* frame = FrameOf(packet);
    if (frame != nullptr && !m_phyRxEnd.IsEmpty())
    {
        m_phyRxEnd(frame->WithHeader());
    }
}

void
FrameDevice::OnRingFull(const Packet& packet) const
{
    const Frame* frame = FrameOf(packet);
    if (frame != nullptr && !m_phyRxDrop.IsEmpty())
    {
        m_phyRxDrop(frame->WithHeader());
    }
}

void
FrameDevice::TraceReceived(const Frame& frame, Ecn ecn, PacketType type) const
{
    if (IsWatched(m_macPromiscRx, m_promiscSniffer) || IsWatched(m_macRx, m_sniffer))
    {
        const ns3::Ptr<const ns3::Packet> shown = frame.WithHeader(ecn);
        m_promiscSniffer(shown);
        m_macPromiscRx(shown);
        if (type != PACKET_OTHERHOST)
        {
            m_sniffer(shown);
            m_macRx(shown);
        }
    }
}

void
FrameDevice::DeliverFrame(PacketPtr packet)
{
    const Frame* frame = FrameOf(*packet);
    const PacketType type = TypeOf(frame->Destination());
    const uint16_t etherType = frame->EtherType();
    const ns3::Mac48Address source = frame->Source();
    const ns3::Mac48Address destination = frame->Destination();
    const ns3::Ptr<ns3::Packet> content = frame->Extract(packet->ecn);
    TraceReceived(*frame, packet->ecn, type);
    End(std::move(packet), type);
    // Whoever is called may send, or take this device down.
    const ns3::Ptr<FrameDevice> self(this);
    if (!m_promiscReceive.IsNull())
    {
        m_promiscReceive(self, content->Copy(), etherType, source, destination, type);
    }
    if (type != PACKET_OTHERHOST && !m_receive.IsNull())
    {
        m_receive(self, content, etherType, source);
    }
}

void
FrameDevice::End(PacketPtr packet, PacketType type)
{
    if (type == PACKET_OTHERHOST)
    {
        if (m_otherHost == nullptr)
        {
            m_otherHost = &AddDropReason("other-host");
        }
        Run().GetLedger().DropCopy(std::move(packet), *m_otherHost, Now());
        return;
    }
    PacketSink* receiver = Run().Flows()[packet->flow].receiver;
    if (receiver != nullptr)
    {
        receiver->Deliver(std::move(packet));
        return;
    }
    Run().GetLedger().Deliver(std::move(packet), Now(), PathHash());
}

void
FrameDevice::RefuseNative(PacketPtr packet)
{
    DropFor("not-a-frame", m_notAFrame, std::move(packet));
}

void
FrameDevice::DropFor(const char* reason, DropReason*& made, PacketPtr packet)
{
    if (made == nullptr)
    {
        made = &AddDropReason(reason);
    }
    Drop(std::move(packet), *made);
}

} // namespace nexsim
