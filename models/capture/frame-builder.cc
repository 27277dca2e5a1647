// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/frame-builder.h"

#include "models/base/fragments.h"
#include "models/base/hash.h"
#include "models/capture/byte-text.h"

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr uint32_t kEthernetHeader = 14;
constexpr uint32_t kIpv4Header = 20;
constexpr uint32_t kIpv6Header = 40;
constexpr uint32_t kTcpHeader = 20;
constexpr uint32_t kUdpHeader = 8;
constexpr uint32_t kMostOptions = 40;      //!< of TCP and of IPv4 alike
constexpr uint32_t kMostDestination = 256; //!< one pad option, and what holds it
constexpr uint32_t kFragmentHeader = 8;
constexpr uint32_t kIpv4Checksum = 10; //!< offset in its header
constexpr uint32_t kLongestIp = 65'535;
constexpr uint8_t kFragmentNext = 44;
constexpr uint8_t kDestinationOptions = 60;
constexpr uint16_t kDoNotFragment = 0x4000;
constexpr uint16_t kMoreToCome = 0x2000;

/** @brief How the bytes of an IP packet are divided among its headers. */
struct Layout
{
    bool fragment = false;     //!< not the first one
    bool known = false;        //!< fragment, the first or not, of which all is known
    uint32_t network = 0;      //!< IP options or destination options, bytes
    uint32_t transport = 0;    //!< TCP or UDP header with options, bytes
    uint32_t ipLength = 0;     //!< all of the packet
    bool payloadKnown = false; //!< zeros may stand for it
};

bool
HasPorts(const FlowKey& key)
{
    return key.protocol == kProtocolTcp || key.protocol == kProtocolUdp;
}

/** @brief The most of `bytes` that is a multiple of `unit` and at most `most`. */
uint32_t
Fitting(uint32_t bytes, uint32_t unit, uint32_t most)
{
    return std::min(bytes, most) / unit * unit;
}

Layout
LayOut(const FlowKey& key, const Packet& packet)
{
    const bool v4 = key.etherType == kEtherTypeIpv4;
    Layout layout;
    layout.known = IsFragment(key, packet);
    layout.fragment = layout.known
                          ? FragmentOffset(packet) > 0
                          : HasPorts(key) && key.sourcePort == 0 && key.destinationPort == 0;
    layout.payloadKnown = HasPorts(key);
    const bool tcp = key.protocol == kProtocolTcp && !layout.fragment;
    const bool udp = key.protocol == kProtocolUdp && !layout.fragment;
    layout.transport = tcp ? kTcpHeader : udp ? kUdpHeader : 0;
    const uint32_t plain = (v4 ? kIpv4Header : kIpv6Header) + layout.transport +
                           (layout.fragment && !v4 ? kFragmentHeader : 0);
    const uint32_t headers = packet.size - std::min(packet.size, packet.payloadBytes);
    uint32_t more = headers - std::min(headers, plain);
    if (tcp)
    {
        // IPv6 options come in units of 8, so TCP leaves a multiple of that where there is more.
        uint32_t options = Fitting(more, 4, kMostOptions);
        options -= !v4 && (more - options) % 8 == 4 && options >= 4 ? 4 : 0;
        layout.transport += options;
        more -= options;
    }
    layout.network = v4 ? Fitting(more, 4, kMostOptions) : Fitting(more, 8, kMostDestination);
    layout.ipLength = std::max(packet.size, plain);
    return layout;
}

/** @brief The ones' complement sum of RFC 1071, not folded. */
uint64_t
Sum(std::string_view bytes)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < bytes.size(); ++i)
    {
        const uint64_t byte = static_cast<uint8_t>(bytes[i]);
        sum += i % 2 == 0 ? byte << 8 : byte;
    }
    return sum;
}

uint16_t
Checksum(uint64_t sum)
{
    while (sum >> 16 != 0)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<uint16_t>(~sum);
}

void
PutChecksum(uint16_t checksum, size_t at, std::string& bytes)
{
    bytes[at] = static_cast<char>(checksum >> 8);
    bytes[at + 1] = static_cast<char>(checksum & 0xff);
}

std::string
AddressText(const FlowKey& key, const AddressBytes& address)
{
    const size_t from = key.etherType == kEtherTypeIpv4 ? 12 : 0;
    return {address.begin() + from, address.end()};
}

void
AppendMac(const FlowKey& key, const AddressBytes& address, uint8_t other, std::string& out)
{
    if (key.etherType == kEtherTypeIpv4)
    {
        AppendBig(0x0200, 2, out);
        out += AddressText(key, address);
        return;
    }
    uint64_t hash = other;
    for (const uint8_t byte : address)
    {
        hash = HashInteger(hash + byte);
    }
    AppendBig(0x02, 1, out);
    AppendBig(hash & 0xffffffffff, 5, out);
}

/** @brief Of the IPv4 header: may it be cut, is there more to come, and its place. */
uint32_t
FragmentWord(const Packet& packet, const Layout& layout)
{
    if (layout.known)
    {
        return (IsLastFragment(packet) ? 0U : kMoreToCome) |
               static_cast<uint32_t>(FragmentOffset(packet) / kFragmentUnit);
    }
    return layout.fragment ? 1 : kDoNotFragment;
}

void
AppendIpv4(const FlowKey& key,
           const Packet& packet,
           const Layout& layout,
           uint8_t ttl,
           std::string& out)
{
    std::string header;
    const uint32_t size = kIpv4Header + layout.network;
    AppendBig(0x40 | size / 4, 1, header);
    AppendBig(static_cast<unsigned>(packet.dscp) << 2 | static_cast<unsigned>(packet.ecn),
              1,
              header);
    AppendBig(layout.ipLength > kLongestIp ? 0 : layout.ipLength, 2, header); // 0: as with TSO
    const uint32_t identification = layout.known ? FragmentIdentification(packet) : packet.number;
    AppendBig(identification & 0xffff, 2, header);
    AppendBig(FragmentWord(packet, layout), 2, header);
    AppendBig(ttl, 1, header);
    AppendBig(key.protocol, 1, header);
    AppendBig(0, 2, header);
    header += AddressText(key, key.source) + AddressText(key, key.destination);
    header.append(layout.network, '\0'); // "end of options", then padding
    PutChecksum(Checksum(Sum(header)), kIpv4Checksum, header);
    out += header;
}

/** @brief Destination options of so many bytes that all are padding (RFC 8200 section 4.2). */
void
AppendPadding(uint32_t size, uint8_t next, std::string& out)
{
    AppendBig(next, 1, out);
    AppendBig(size / 8 - 1, 1, out);
    AppendBig(1, 1, out); // PadN
    AppendBig(size - 4, 1, out);
    out.append(size - 4, '\0');
}

void
AppendIpv6(const FlowKey& key,
           const Packet& packet,
           const Layout& layout,
           uint8_t ttl,
           std::string& out)
{
    const uint32_t trafficClass =
        static_cast<unsigned>(packet.dscp) << 2 | static_cast<unsigned>(packet.ecn);
    const uint8_t inner = layout.fragment ? kFragmentNext : key.protocol;
    const uint32_t length = layout.ipLength - kIpv6Header;
    AppendBig(6U << 28 | trafficClass << 20 | (packet.flowHash & 0xfffff), 4, out);
    AppendBig(length > kLongestIp ? 0 : length, 2, out);
    AppendBig(layout.network != 0 ? kDestinationOptions : inner, 1, out);
    AppendBig(ttl, 1, out);
    out += AddressText(key, key.source) + AddressText(key, key.destination);
    if (layout.network != 0)
    {
        AppendPadding(layout.network, inner, out);
    }
    if (layout.fragment)
    {
        AppendBig(key.protocol, 1, out);
        AppendBig(8, 3, out); // offset 1 in units of 8 bytes, above the flag for more to come
        AppendBig(packet.number, 4, out);
    }
}

void
AppendTransport(const FlowKey& key,
                const Packet& packet,
                const Layout& layout,
                uint32_t length,
                std::string& out)
{
    std::string header;
    AppendBig(key.sourcePort, 2, header);
    AppendBig(key.destinationPort, 2, header);
    size_t checksumAt = 6;
    if (key.protocol == kProtocolTcp)
    {
        const TransportFields& fields = TransportOf(packet);
        AppendBig(fields.sequence, 4, header);
        AppendBig(fields.acknowledgement, 4, header);
        AppendBig(layout.transport / 4 << 4, 1, header);
        AppendBig(packet.flags, 1, header);
        AppendBig(std::min(fields.window, 0xffffU), 2, header);
        AppendBig(0, 4, header);
        header.append(layout.transport - kTcpHeader, '\0'); // "end of options", then padding
        checksumAt = 16;
    }
    else
    {
        AppendBig(length > kLongestIp ? 0 : length, 2, header);
        AppendBig(0, 2, header);
    }
    // The pseudo header of RFC 9293 section 3.1 and RFC 8200 section 8.1; zeros add nothing.
    const uint64_t pseudo = Sum(AddressText(key, key.source)) +
                            Sum(AddressText(key, key.destination)) + key.protocol + length;
    const uint16_t checksum = Checksum(pseudo + Sum(header));
    const bool udpZero = checksum == 0 && key.protocol == kProtocolUdp; // 0 would say "none"
    PutChecksum(udpZero ? 0xffff : checksum, checksumAt, header);
    out += header;
}

} // namespace

BuiltFrame
BuildFrame(const FlowKey& key, const Packet& packet, uint8_t hops)
{
    BuiltFrame frame;
    AppendMac(key, key.destination, 1, frame.headers);
    AppendMac(key, key.source, 0, frame.headers);
    AppendBig(key.etherType, 2, frame.headers);
    const bool v4 = key.etherType == kEtherTypeIpv4;
    if (!v4 && key.etherType != kEtherTypeIpv6)
    {
        frame.known = kEthernetHeader;
        frame.length = kEthernetHeader + packet.size;
        return frame;
    }
    const Layout layout = LayOut(key, packet);
    const auto ttl = static_cast<uint8_t>(kTimeToLive - std::min<int>(hops, kTimeToLive - 1));
    if (v4)
    {
        AppendIpv4(key, packet, layout, ttl, frame.headers);
    }
    else
    {
        AppendIpv6(key, packet, layout, ttl, frame.headers);
    }
    frame.length = kEthernetHeader + layout.ipLength;
    if (layout.transport != 0)
    {
        const auto before = static_cast<uint32_t>(frame.headers.size());
        const uint32_t length = layout.known ? FragmentedBytes(packet) : frame.length - before;
        AppendTransport(key, packet, layout, length, frame.headers);
    }
    frame.known = layout.payloadKnown ? frame.length : static_cast<uint32_t>(frame.headers.size());
    return frame;
}

} // namespace nexsim
