// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/frame-device.h"

#include <algorithm>

// What an Ethernet device says of itself.

namespace nexsim
{

void
FrameDevice::SetIfIndex(uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
FrameDevice::GetIfIndex() const
{
    return m_ifIndex;
}

void
FrameDevice::SetChannel(ns3::Ptr<ns3::Channel> channel)
{
    m_channel = channel;
}

ns3::Ptr<ns3::Channel>
FrameDevice::GetChannel() const
{
    return m_channel;
}

void
FrameDevice::SetAddress(ns3::Address address)
{
    m_address = ns3::Mac48Address::ConvertFrom(address);
}

ns3::Address
FrameDevice::GetAddress() const
{
    return m_address;
}

bool
FrameDevice::SetMtu(uint16_t mtu)
{
    if (mtu > OutLink().Mtu().Value())
    {
        return false;
    }
    m_mtu = mtu;
    return true;
}

uint16_t
FrameDevice::GetMtu() const
{
    return static_cast<uint16_t>(std::min<int64_t>(m_mtu, OutLink().Mtu().Value()));
}

bool
FrameDevice::IsLinkUp() const
{
    return OutLink().IsUp();
}

void
FrameDevice::AddLinkChangeCallback(ns3::Callback<void> callback)
{
    m_linkChange.ConnectWithoutContext(callback);
}

bool
FrameDevice::IsBroadcast() const
{
    return true;
}

ns3::Address
FrameDevice::GetBroadcast() const
{
    return ns3::Mac48Address::GetBroadcast();
}

bool
FrameDevice::IsMulticast() const
{
    return true;
}

ns3::Address
FrameDevice::GetMulticast(ns3::Ipv4Address group) const
{
    return ns3::Mac48Address::GetMulticast(group);
}

ns3::Address
FrameDevice::GetMulticast(ns3::Ipv6Address group) const
{
    return ns3::Mac48Address::GetMulticast(group);
}

bool
FrameDevice::IsBridge() const
{
    return false;
}

bool
FrameDevice::IsPointToPoint() const
{
    return false;
}

bool
FrameDevice::Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& destination, uint16_t etherType)
{
    return SendFrom(packet, m_address, destination, etherType);
}

bool
FrameDevice::SupportsSendFrom() const
{
    return true;
}

ns3::Ptr<ns3::Node>
FrameDevice::GetNode() const
{
    return m_node;
}

void
FrameDevice::SetNode(ns3::Ptr<ns3::Node> node)
{
    m_node = node;
}

bool
FrameDevice::NeedsArp() const
{
    return true;
}

void
FrameDevice::SetReceiveCallback(ReceiveCallback callback)
{
    m_receive = callback;
}

void
FrameDevice::SetPromiscReceiveCallback(PromiscReceiveCallback callback)
{
    m_promiscReceive = callback;
}

void
FrameDevice::DoDispose()
{
    m_node = nullptr;
    m_channel = nullptr;
    m_receive.Nullify();
    m_promiscReceive.Nullify();
    NetDevice::DoDispose();
}

} // namespace nexsim
