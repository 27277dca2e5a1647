// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/frame.h"

#include "models/base/flow-key.h"

#include "ns3/ethernet-header.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/node.h"

#include <utility>

namespace nexsim
{

namespace
{

void
MarkIpv4(ns3::Packet& packet)
{
    ns3::Ipv4Header header;
    packet.RemoveHeader(header);
    header.SetEcn(ns3::Ipv4Header::ECN_CE);
    if (ns3::Node::ChecksumEnabled())
    {
        header.EnableChecksum();
    }
    packet.AddHeader(header);
}

void
MarkIpv6(ns3::Packet& packet)
{
    ns3::Ipv6Header header;
    packet.RemoveHeader(header);
    header.SetEcn(ns3::Ipv6Header::ECN_CE);
    packet.AddHeader(header);
}

} // namespace

Frame::Frame(ns3::Ptr<ns3::Packet> packet,
             ns3::Mac48Address source,
             ns3::Mac48Address destination,
             uint16_t etherType)
    : m_packet(packet), m_source(source), m_destination(destination), m_etherType(etherType)
{
}

Frame*
Frame::Clone() const
{
    return new Frame(m_packet, m_source, m_destination, m_etherType);
}

ns3::Ptr<ns3::Packet>
Frame::Extract(Ecn ecn) const
{
    ns3::Ptr<ns3::Packet> packet = m_packet->Copy();
    if (ecn == Ecn::Congestion && m_etherType == kEtherTypeIpv4)
    {
        MarkIpv4(*packet);
    }
    else if (ecn == Ecn::Congestion && m_etherType == kEtherTypeIpv6)
    {
        MarkIpv6(*packet);
    }
    return packet;
}

ns3::Ptr<ns3::Packet>
Frame::WithHeader(Ecn ecn) const
{
    ns3::EthernetHeader header(false);
    header.SetSource(m_source);
    header.SetDestination(m_destination);
    header.SetLengthType(m_etherType);
    ns3::Ptr<ns3::Packet> packet = Extract(ecn);
    packet->AddHeader(header);
    return packet;
}

void
Frame::OnDropped()
{
    if (m_sender != nullptr)
    {
        m_sender->OnUnsentFrameDropped(*this);
    }
}

} // namespace nexsim
