// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/captured-packet.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr uint16_t kEtherTypeVlan = 0x8100;
constexpr uint16_t kSmallestEtherType = 0x0600; // below it the field is a length (IEEE 802.3)
constexpr uint32_t kEthernetHeader = 14;
constexpr uint32_t kVlanTag = 4;
constexpr uint32_t kIpv4Header = 20;
constexpr uint32_t kIpv6Header = 40;
constexpr uint32_t kTcpHeader = 20;
constexpr uint32_t kUdpHeader = 8;
constexpr uint32_t kArpForIpv4 = 28;
constexpr uint16_t kIpv4FragmentOffset = 0x1fff;
constexpr uint16_t kIpv6FragmentOffset = 0xfff8;

// IPv6 extension headers, RFC 8200 section 4.
constexpr uint8_t kHopByHop = 0;
constexpr uint8_t kRouting = 43;
constexpr uint8_t kFragment = 44;
constexpr uint8_t kDestinationOptions = 60;

/** @brief Where the IP packet's payload lies in the frame. */
struct IpPayload
{
    uint32_t begin;
    uint32_t end;
    bool firstFragment;
};

/** @brief The bytes of a frame, read only after Require() has vouched for them. */
class FrameBytes
{
  public:
    explicit FrameBytes(const RecordedFrame& frame) : m_frame(frame) {}

    /** @brief The frame reaches up to `end` and was recorded so far, or FrameError. */
    void Require(uint32_t end, const char* header) const
    {
        if (end > m_frame.wireLength)
        {
            throw FrameError(fmt::format("the frame of {} bytes ends inside its {} header",
                                         m_frame.wireLength,
                                         header));
        }
        if (end > m_frame.captured)
        {
            throw FrameError(fmt::format("only {} of {} bytes of the frame were recorded, too few "
                                         "for its {} header: record at least {} (tcpdump -s {})",
                                         m_frame.captured,
                                         m_frame.wireLength,
                                         header,
                                         end,
                                         end));
        }
    }

    uint8_t At(uint32_t offset) const
    {
        return m_frame.bytes[offset];
    }

    uint16_t Word(uint32_t offset) const
    {
        return static_cast<uint16_t>(At(offset) << 8 | At(offset + 1));
    }

    AddressBytes Ipv4Address(uint32_t offset) const
    {
        AddressBytes address{};
        std::copy_n(m_frame.bytes + offset, 4, address.begin() + 12);
        return address;
    }

    AddressBytes Ipv6Address(uint32_t offset) const
    {
        AddressBytes address{};
        std::copy_n(m_frame.bytes + offset, 16, address.begin());
        return address;
    }

    uint32_t WireLength() const
    {
        return m_frame.wireLength;
    }

  private:
    RecordedFrame m_frame;
};

void
SetTrafficClass(uint8_t trafficClass, CapturedPacket& packet)
{
    packet.dscp = static_cast<uint8_t>(trafficClass >> 2);
    packet.ecn = static_cast<Ecn>(trafficClass & 3);
}

void
SetAddresses(const AddressBytes& source, const AddressBytes& destination, CapturedPacket& packet)
{
    packet.key.source = packet.sender = source;
    packet.key.destination = packet.receiver = destination;
    packet.addressType = packet.key.etherType;
}

IpPayload
DecodeIpv4(const FrameBytes& bytes, uint32_t begin, CapturedPacket& packet)
{
    bytes.Require(begin + kIpv4Header, "IPv4");
    const uint32_t header = (bytes.At(begin) & 0x0fU) * 4;
    const uint32_t total = bytes.Word(begin + 2);
    if (bytes.At(begin) >> 4 != 4 || header < kIpv4Header)
    {
        throw FrameError(fmt::format("IPv4 expects version 4 and a header of 20 to 60 bytes, "
                                     "got version {} and {} bytes",
                                     bytes.At(begin) >> 4,
                                     header));
    }
    if (total == 0)
    {
        throw FrameError("the IPv4 total length is 0, as recorded with segmentation offload: "
                         "record with offloads off (ethtool -K INTERFACE tso off gso off gro off)");
    }
    if (total < header || begin + total > bytes.WireLength())
    {
        throw FrameError(fmt::format("the IPv4 total length {} does not lie between its header's "
                                     "{} and the {} bytes that the frame has for it",
                                     total,
                                     header,
                                     bytes.WireLength() - begin));
    }
    SetTrafficClass(bytes.At(begin + 1), packet);
    SetAddresses(bytes.Ipv4Address(begin + 12), bytes.Ipv4Address(begin + 16), packet);
    packet.key.protocol = bytes.At(begin + 9);
    const bool first = (bytes.Word(begin + 6) & kIpv4FragmentOffset) == 0;
    return {begin + header, begin + total, first};
}

IpPayload
DecodeIpv6(const FrameBytes& bytes, uint32_t begin, CapturedPacket& packet)
{
    bytes.Require(begin + kIpv6Header, "IPv6");
    if (bytes.At(begin) >> 4 != 6)
    {
        throw FrameError(fmt::format("IPv6 expects version 6, got {}", bytes.At(begin) >> 4));
    }
    const uint32_t end = begin + kIpv6Header + bytes.Word(begin + 4);
    if (end > bytes.WireLength())
    {
        throw FrameError(fmt::format("the IPv6 payload length {} exceeds the {} bytes that the "
                                     "frame has for it",
                                     bytes.Word(begin + 4),
                                     bytes.WireLength() - begin - kIpv6Header));
    }
    SetTrafficClass(static_cast<uint8_t>(bytes.Word(begin) >> 4 & 0xff), packet);
    SetAddresses(bytes.Ipv6Address(begin + 8), bytes.Ipv6Address(begin + 24), packet);

    uint8_t next = bytes.At(begin + 6);
    uint32_t at = begin + kIpv6Header;
    bool first = true;
    while (first && (next == kHopByHop || next == kRouting || next == kFragment ||
                     next == kDestinationOptions))
    {
        bytes.Require(at + 8, "IPv6 extension");
        const uint32_t length = next == kFragment ? 8 : (bytes.At(at + 1) + 1U) * 8;
        if (at + length > end)
        {
            throw FrameError(fmt::format("an IPv6 extension header of {} bytes does not fit in the "
                                         "{} bytes left of the packet",
                                         length,
                                         end - at));
        }
        first = next != kFragment || (bytes.Word(at + 2) & kIpv6FragmentOffset) == 0;
        next = bytes.At(at);
        at += length;
    }
    packet.key.protocol = next;
    return {at, end, first};
}

/** @brief Ports, flags and payload of what IP carries. */
void
DecodeTransport(const FrameBytes& bytes, const IpPayload& ip, CapturedPacket& packet)
{
    const bool tcp = packet.key.protocol == kProtocolTcp;
    uint32_t header = 0;
    if (ip.firstFragment && (tcp || packet.key.protocol == kProtocolUdp))
    {
        const char* name = tcp ? "TCP" : "UDP";
        header = tcp ? kTcpHeader : kUdpHeader;
        if (ip.begin + header <= ip.end)
        {
            bytes.Require(ip.begin + header, name);
            header = tcp ? (bytes.At(ip.begin + 12) >> 4) * 4U : kUdpHeader;
        }
        if (ip.begin + header > ip.end || (tcp && header < kTcpHeader))
        {
            throw FrameError(fmt::format("a {} header of {} bytes in {} bytes of IP payload",
                                         name,
                                         header,
                                         ip.end - ip.begin));
        }
        packet.key.sourcePort = bytes.Word(ip.begin);
        packet.key.destinationPort = bytes.Word(ip.begin + 2);
        packet.tcpFlags = tcp ? bytes.At(ip.begin + 13) : uint8_t{0};
    }
    packet.payloadBytes = ip.end - ip.begin - header;
}

void
DecodeArp(const FrameBytes& bytes, uint32_t begin, CapturedPacket& packet)
{
    bytes.Require(begin + 8, "ARP");
    const bool ipv4OverEthernet = bytes.Word(begin) == 1 &&
                                  bytes.Word(begin + 2) == kEtherTypeIpv4 &&
                                  bytes.At(begin + 4) == 6 && bytes.At(begin + 5) == 4;
    if (ipv4OverEthernet)
    {
        bytes.Require(begin + kArpForIpv4, "ARP");
        packet.sender = bytes.Ipv4Address(begin + 14);
        packet.receiver = bytes.Ipv4Address(begin + 24);
        packet.addressType = kEtherTypeIpv4;
    }
}

} // namespace

CapturedPacket
DecodeFrame(const RecordedFrame& frame)
{
    const FrameBytes bytes(frame);
    CapturedPacket packet;
    packet.wireLength = frame.wireLength;
    uint32_t begin = kEthernetHeader;
    bytes.Require(begin, "Ethernet");
    uint16_t etherType = bytes.Word(begin - 2);
    if (etherType == kEtherTypeVlan)
    {
        begin += kVlanTag;
        bytes.Require(begin, "802.1Q");
        etherType = bytes.Word(begin - 2);
    }
    packet.key.etherType = etherType < kSmallestEtherType ? uint16_t{0} : etherType;
    if (etherType == kEtherTypeIpv4 || etherType == kEtherTypeIpv6)
    {
        const IpPayload ip = etherType == kEtherTypeIpv4 ? DecodeIpv4(bytes, begin, packet)
                                                         : DecodeIpv6(bytes, begin, packet);
        packet.networkLength = ip.end - begin;
        DecodeTransport(bytes, ip, packet);
        return packet;
    }
    packet.networkLength = packet.payloadBytes = frame.wireLength - begin;
    if (etherType == kEtherTypeArp)
    {
        DecodeArp(bytes, begin, packet);
    }
    return packet;
}

} // namespace nexsim
