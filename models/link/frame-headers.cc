// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/frame-headers.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"

#include <algorithm>
#include <array>

namespace nexsim
{

namespace
{

constexpr uint32_t kUdpHeader = 8;
constexpr uint32_t kTcpHeader = 20;

AddressBytes
Ipv6Bytes(ns3::Ipv6Address address)
{
    AddressBytes bytes{};
    address.GetBytes(bytes.data());
    return bytes;
}

/** @brief Ports and payload from what follows the network header. */
void
ReadTransport(const ns3::Packet& packet, FrameHeaders& headers)
{
    headers.payloadBytes = packet.GetSize();
    std::array<uint8_t, kTcpHeader> bytes{};
    const bool tcp = headers.key.protocol == kProtocolTcp;
    const uint32_t least = tcp ? kTcpHeader : kUdpHeader;
    if ((!tcp && headers.key.protocol != kProtocolUdp) ||
        packet.CopyData(bytes.data(), least) != least)
    {
        return;
    }
    headers.key.sourcePort = static_cast<uint16_t>(bytes[0] << 8 | bytes[1]);
    headers.key.destinationPort = static_cast<uint16_t>(bytes[2] << 8 | bytes[3]);
    const uint32_t header = tcp ? (bytes[12] >> 4) * 4U : kUdpHeader;
    headers.payloadBytes -= std::min(header, headers.payloadBytes);
}

void
ReadIpv4(ns3::Packet& packet, FrameHeaders& headers)
{
    ns3::Ipv4Header header;
    packet.RemoveHeader(header);
    headers.key.source = Ipv4Bytes(header.GetSource().Get());
    headers.key.destination = Ipv4Bytes(header.GetDestination().Get());
    headers.key.protocol = header.GetProtocol();
    headers.dscp = static_cast<uint8_t>(header.GetDscp());
    headers.ecn = static_cast<Ecn>(header.GetEcn());
    headers.payloadBytes = packet.GetSize();
    if (header.GetFragmentOffset() == 0)
    {
        ReadTransport(packet, headers);
    }
}

void
ReadIpv6(ns3::Packet& packet, FrameHeaders& headers)
{
    ns3::Ipv6Header header;
    packet.RemoveHeader(header);
    headers.key.source = Ipv6Bytes(header.GetSource());
    headers.key.destination = Ipv6Bytes(header.GetDestination());
    headers.key.protocol = header.GetNextHeader();
    headers.dscp = static_cast<uint8_t>(header.GetDscp());
    headers.ecn = static_cast<Ecn>(header.GetEcn());
    ReadTransport(packet, headers);
}

} // namespace

FrameHeaders
ReadFrameHeaders(const ns3::Packet& packet, uint16_t etherType)
{
    constexpr uint32_t kIpv4Header = 20;
    constexpr uint32_t kIpv6Header = 40;
    FrameHeaders headers;
    headers.key.etherType = etherType;
    headers.payloadBytes = packet.GetSize();
    if (etherType == kEtherTypeIpv4 && packet.GetSize() >= kIpv4Header)
    {
        ReadIpv4(*packet.Copy(), headers);
    }
    else if (etherType == kEtherTypeIpv6 && packet.GetSize() >= kIpv6Header)
    {
        ReadIpv6(*packet.Copy(), headers);
    }
    return headers;
}

} // namespace nexsim
