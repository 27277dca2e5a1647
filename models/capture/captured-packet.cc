// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/captured-packet.h"

#include "models/capture/link-layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nexsim
{

namespace
{

constexpr uint32_t kIpv4Header = 20;
constexpr uint32_t kIpv6Header = 40;
constexpr uint32_t kLongestIpv6Payload = 65'535;
constexpr uint32_t kTcpHeader = 20;
constexpr uint32_t kTcpFields = 16; // up to the window, as far as the header is read
constexpr uint32_t kUdpPorts = 4;
constexpr uint32_t kUdpHeader = 8;
constexpr uint32_t kArpForIpv4 = 28;
constexpr uint16_t kIpv4FragmentOffset = 0x1fff;
constexpr uint16_t kIpv6FragmentOffset = 0xfff8;

constexpr uint8_t kFragment = 44;
constexpr uint8_t kAuthentication = 51;

// IPv6 extension headers of the common format (RFC 6564): hop-by-hop options, routing, destination
// options, mobility, HIP, shim6.
constexpr std::array<uint8_t, 6> kCommonExtensions = {0, 43, 60, 135, 139, 140};

/** @brief Where the IP packet's payload lies in the frame. */
struct IpPayload
{
    uint32_t begin;
    uint32_t end;
    bool firstFragment;
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

[[noreturn]] void
FailContradiction(const char* header, const std::string& what)
{
    throw FrameError(fmt::format("their {} header contradicts itself or the frame", header), what);
}

/** @brief Passes over headers between IP and transport; `next` becomes the protocol behind them. */
void
SkipExtensions(const FrameBytes& bytes, uint8_t& next, IpPayload& ip)
{
    while (ip.firstFragment)
    {
        const bool common = std::find(kCommonExtensions.begin(), kCommonExtensions.end(), next) !=
                            kCommonExtensions.end();
        if (!common && next != kFragment && next != kAuthentication)
        {
            return;
        }
        bytes.Require(ip.begin + 8, "IP extension");
        const uint32_t units = bytes.At(ip.begin + 1);
        const uint32_t length = common              ? (units + 1) * 8
                                : next == kFragment ? 8
                                                    : (units + 2) * 4; // RFC 4302 section 2.2
        if (ip.begin + length > ip.end)
        {
            FailContradiction("IP extension",
                              fmt::format("an extension header of {} bytes does not fit in the {} "
                                          "bytes left of the packet",
                                          length,
                                          ip.end - ip.begin));
        }
        ip.firstFragment =
            next != kFragment || (bytes.Word(ip.begin + 2) & kIpv6FragmentOffset) == 0;
        next = bytes.At(ip.begin);
        ip.begin += length;
    }
}

IpPayload
DecodeIpv4(const FrameBytes& bytes, uint32_t begin, CapturedPacket& packet)
{
    bytes.Require(begin + kIpv4Header, "IPv4");
    const uint32_t header = (bytes.At(begin) & 0x0fU) * 4;
    if (bytes.At(begin) >> 4 != 4 || header < kIpv4Header)
    {
        FailContradiction("IPv4",
                          fmt::format("IPv4 expects version 4 and a header of 20 to 60 bytes, got "
                                      "version {} and {} bytes",
                                      bytes.At(begin) >> 4,
                                      header));
    }
    const uint32_t room = bytes.WireLength() - begin;
    const uint32_t announced = bytes.Word(begin + 2);
    const uint32_t total = announced == 0 ? room : announced;
    if (total < header || total > room)
    {
        FailContradiction("IPv4",
                          fmt::format("the IPv4 total length {} does not lie between its header's "
                                      "{} and the {} bytes that the frame has for it",
                                      total,
                                      header,
                                      room));
    }
    SetTrafficClass(bytes.At(begin + 1), packet);
    SetAddresses(bytes.Ipv4Address(begin + 12), bytes.Ipv4Address(begin + 16), packet);
    packet.key.protocol = bytes.At(begin + 9);
    IpPayload ip = {begin + header,
                    begin + total,
                    (bytes.Word(begin + 6) & kIpv4FragmentOffset) == 0};
    if (packet.key.protocol == kAuthentication)
    {
        SkipExtensions(bytes, packet.key.protocol, ip);
    }
    return ip;
}

IpPayload
DecodeIpv6(const FrameBytes& bytes, uint32_t begin, CapturedPacket& packet)
{
    bytes.Require(begin + kIpv6Header, "IPv6");
    if (bytes.At(begin) >> 4 != 6)
    {
        FailContradiction("IPv6",
                          fmt::format("IPv6 expects version 6, got {}", bytes.At(begin) >> 4));
    }
    const uint32_t room = bytes.WireLength() - begin - kIpv6Header;
    const uint32_t announced = bytes.Word(begin + 4);
    const uint32_t length = announced == 0 && room > kLongestIpv6Payload ? room : announced;
    if (length > room)
    {
        FailContradiction("IPv6",
                          fmt::format("the IPv6 payload length {} exceeds the {} bytes that the "
                                      "frame has for it",
                                      length,
                                      room));
    }
    SetTrafficClass(static_cast<uint8_t>(bytes.Word(begin) >> 4 & 0xff), packet);
    SetAddresses(bytes.Ipv6Address(begin + 8), bytes.Ipv6Address(begin + 24), packet);
    packet.key.protocol = bytes.At(begin + 6);
    IpPayload ip = {begin + kIpv6Header, begin + kIpv6Header + length, true};
    SkipExtensions(bytes, packet.key.protocol, ip);
    return ip;
}

/** @brief A transport header of so many bytes must fit in the payload of IP. */
void
RequireRoom(const char* name, uint32_t header, uint32_t least, const IpPayload& ip)
{
    if (header < least || ip.begin + header > ip.end)
    {
        FailContradiction(name,
                          fmt::format("a {} header of {} bytes in {} bytes of IP payload",
                                      name,
                                      header,
                                      ip.end - ip.begin));
    }
}

/** @brief Fields behind the ports; returns the length of the header. */
uint32_t
DecodeTcp(const FrameBytes& bytes, const IpPayload& ip, CapturedPacket& packet)
{
    RequireRoom("TCP", kTcpHeader, kTcpHeader, ip);
    bytes.Require(ip.begin + kTcpFields, "TCP");
    const uint32_t header = (bytes.At(ip.begin + 12) >> 4) * 4U;
    RequireRoom("TCP", header, kTcpHeader, ip);
    packet.tcp = {bytes.Word32(ip.begin + 4),
                  bytes.Word32(ip.begin + 8),
                  bytes.Word(ip.begin + 14),
                  bytes.At(ip.begin + 13)};
    return header;
}

uint32_t
CheckUdp(const FrameBytes& bytes, const IpPayload& ip)
{
    RequireRoom("UDP", kUdpHeader, kUdpHeader, ip);
    bytes.Require(ip.begin + kUdpPorts, "UDP");
    return kUdpHeader;
}

/** @brief Ports, TCP's fields and payload of what IP carries. */
void
DecodeTransport(const FrameBytes& bytes, const IpPayload& ip, CapturedPacket& packet)
{
    const bool tcp = packet.key.protocol == kProtocolTcp;
    uint32_t header = 0;
    if (ip.firstFragment && (tcp || packet.key.protocol == kProtocolUdp))
    {
        header = tcp ? DecodeTcp(bytes, ip, packet) : CheckUdp(bytes, ip);
        packet.key.sourcePort = bytes.Word(ip.begin);
        packet.key.destinationPort = bytes.Word(ip.begin + 2);
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
DecodeFrame(const RecordedFrame& frame, uint32_t linkType)
{
    const FrameBytes bytes(frame);
    CapturedPacket packet;
    packet.wireLength = frame.wireLength;
    const auto [etherType, begin] = FindNetworkLayer(bytes, linkType);
    packet.key.etherType = etherType;
    if (etherType == kEtherTypeIpv4 || etherType == kEtherTypeIpv6)
    {
        const IpPayload ip = etherType == kEtherTypeIpv4 ? DecodeIpv4(bytes, begin, packet)
                                                         : DecodeIpv6(bytes, begin, packet);
        DecodeTransport(bytes, ip, packet);
        packet.networkLength = ip.end - begin;
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
