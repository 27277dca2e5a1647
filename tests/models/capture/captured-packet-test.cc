// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/captured-packet.h"
#include "models/capture/link-layer.h"
#include "tests/models/capture/frame-bytes.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace nexsim::captured_packet_test
{

namespace
{

using namespace frame;

/** @brief Decodes a frame of which `captured` bytes were recorded, in a buffer of just that size. */
CapturedPacket
DecodeFirst(const std::string& frame, size_t captured)
{
    const std::vector<uint8_t> bytes(frame.begin(),
                                     frame.begin() + static_cast<std::ptrdiff_t>(captured));
    return DecodeFrame(
        {bytes.data(), static_cast<uint32_t>(captured), static_cast<uint32_t>(frame.size())},
        kLinkTypeEthernet);
}

CapturedPacket
Decode(const std::string& frame)
{
    return DecodeFirst(frame, frame.size());
}

const std::string kOptionsThenTcp = Octets({6, 1}) + Data(14);

} // namespace

TEST_CASE("a TCP segment over IPv4 gives 5-tuple, lengths, traffic class and flags")
{
    const CapturedPacket packet =
        Decode(Ethernet(0x0800, Ipv4(6, Tcp(40000, 80, 0x18, 12, Data(333)), {0xb9, 8})));
    CHECK(packet.key.ToString() == "10.1.2.3:40000 > 172.16.254.1:80 tcp");
    CHECK(packet.key.etherType == kEtherTypeIpv4);
    CHECK(packet.wireLength == 14 + 20 + 8 + 20 + 12 + 333);
    CHECK(packet.networkLength == 20 + 8 + 20 + 12 + 333);
    CHECK(packet.payloadBytes == 333);
    CHECK(packet.dscp == 46);
    CHECK(packet.ecn == Ecn::Capable1);
    CHECK(packet.tcp.flags == 0x18);
    CHECK(packet.sender == Ipv4Bytes(0x0a010203));
    CHECK(packet.receiver == Ipv4Bytes(0xac10fe01));
    CHECK(packet.addressType == kEtherTypeIpv4);
}

TEST_CASE("a UDP datagram over IPv6 gives 5-tuple, lengths and traffic class")
{
    const CapturedPacket packet = Decode(Ethernet(0x86dd, Ipv6(17, Udp(5000, 53, Data(77)), 0xfe)));
    CHECK(packet.key.ToString() ==
          "[2001:db8:0:0:0:0:0:1]:5000 > [2001:db8:0:0:0:0:0:fffe]:53 udp");
    CHECK(packet.wireLength == 14 + 40 + 8 + 77);
    CHECK(packet.networkLength == 40 + 8 + 77);
    CHECK(packet.payloadBytes == 77);
    CHECK(packet.dscp == 63);
    CHECK(packet.ecn == Ecn::Capable0);
    CHECK(packet.tcp.flags == 0);
    CHECK(packet.sender == packet.key.source);
    CHECK(packet.receiver == packet.key.destination);
    CHECK(packet.addressType == kEtherTypeIpv6);
}

TEST_CASE("padding of a short frame counts on the wire but is not part of the packet")
{
    const CapturedPacket packet =
        Decode(Ethernet(0x0800, Ipv4(6, Tcp(1, 2, 0x10, 0, ""))) + Data(6));
    CHECK(packet.wireLength == 60);
    CHECK(packet.networkLength == 40);
    CHECK(packet.payloadBytes == 0);
}

TEST_CASE("a snapped frame keeps its lengths")
{
    const std::string whole = Ethernet(0x0800, Ipv4(17, Udp(7, 9, Data(1000))));
    const CapturedPacket packet = DecodeFirst(whole, 14 + 20 + 8);
    CHECK(packet.wireLength == 1042);
    CHECK(packet.networkLength == 1028);
    CHECK(packet.payloadBytes == 1000);
    CHECK(packet.key.destinationPort == 9);
}

TEST_CASE("a TCP header gives sequence, acknowledgement and window")
{
    std::string tcp = Tcp(1, 2, 0x18, 0, "abc");
    tcp.replace(4, 8, Octets({0xff, 0xee, 0xdd, 0xcc, 0x01, 0x02, 0x03, 0x04}));
    tcp.replace(14, 2, Octets({0xab, 0xcd}));
    const CapturedPacket packet = Decode(Ethernet(0x0800, Ipv4(6, tcp)));
    CHECK(packet.tcp.sequence == 0xffeeddcc);
    CHECK(packet.tcp.acknowledgement == 0x01020304);
    CHECK(packet.tcp.window == 0xabcd);
    CHECK(packet.tcp.flags == 0x18);
}

TEST_CASE("a total length of 0 means the rest of the frame, as with segmentation offload")
{
    std::string v4 = Ipv4(6, Tcp(1, 2, 0, 0, Data(3000)));
    v4[2] = v4[3] = 0;
    CHECK(Decode(Ethernet(0x0800, v4)).payloadBytes == 3000);
    std::string v6 = Ipv6(6, Tcp(1, 2, 0, 0, Data(65'516)));
    v6[4] = v6[5] = 0;
    CHECK(Decode(Ethernet(0x86dd, v6)).payloadBytes == 65'516);
    // Shorter, it is a packet without payload in a padded frame.
    const CapturedPacket empty = Decode(Ethernet(0x86dd, Ipv6(59, "") + Data(6)));
    CHECK(empty.networkLength == 40);
}

TEST_CASE("an authentication header is walked in IPv4 and in IPv6")
{
    const std::string udp = Udp(5, 6, Data(100));
    const std::string ah = Octets({17, 4}) + Data(22); // 6 units of 4 bytes
    const CapturedPacket v4 = Decode(Ethernet(0x0800, Ipv4(51, ah + udp)));
    CHECK(v4.key.protocol == kProtocolUdp);
    CHECK(v4.key.sourcePort == 5);
    CHECK(v4.payloadBytes == 100);
    CHECK(v4.networkLength == 20 + 24 + 108);
    const CapturedPacket v6 = Decode(Ethernet(0x86dd, Ipv6(51, ah + udp)));
    CHECK(v6.key.destinationPort == 6);
    CHECK(v6.payloadBytes == 100);
}

TEST_CASE("only the first fragment of an IPv4 packet has ports")
{
    const CapturedPacket first =
        Decode(Ethernet(0x0800, Ipv4(17, Udp(5, 6, Data(992)), {0, 0, 0x2000})));
    CHECK(first.key.sourcePort == 5);
    CHECK(first.payloadBytes == 992);
    const CapturedPacket later = Decode(Ethernet(0x0800, Ipv4(17, Data(500), {0, 0, 125})));
    CHECK(later.key.protocol == kProtocolUdp);
    CHECK(later.key.sourcePort == 0);
    CHECK(later.key.destinationPort == 0);
    CHECK(later.payloadBytes == 500);
    const CapturedPacket shorterThanTcp =
        Decode(Ethernet(0x0800, Ipv4(6, Data(4), {0, 0, 0x0001})));
    CHECK(shorterThanTcp.payloadBytes == 4);
    CHECK(shorterThanTcp.tcp.flags == 0);
}

TEST_CASE("IPv6 extension headers are walked to the transport header")
{
    const std::string tcp = Tcp(1000, 2000, 0x02, 20, Data(50));
    SUBCASE("hop-by-hop, routing and destination options of several sizes")
    {
        const CapturedPacket packet =
            Decode(Ethernet(0x86dd,
                            Ipv6(0,
                                 Octets({43, 0}) + Data(6) + Octets({60, 2}) + Data(22) +
                                     Octets({6, 1}) + Data(14) + tcp)));
        CHECK(packet.key.protocol == kProtocolTcp);
        CHECK(packet.key.sourcePort == 1000);
        CHECK(packet.key.destinationPort == 2000);
        CHECK(packet.tcp.flags == 0x02);
        CHECK(packet.networkLength == 40 + 8 + 24 + 16 + 40 + 50);
        CHECK(packet.payloadBytes == 50);
    }
    SUBCASE("the first fragment has ports")
    {
        const CapturedPacket packet =
            Decode(Ethernet(0x86dd, Ipv6(44, Octets({6, 255, 0, 1, 0, 0, 0, 9}) + tcp)));
        CHECK(packet.key.sourcePort == 1000);
        CHECK(packet.payloadBytes == 50);
    }
    SUBCASE("a later fragment has none, whatever its bytes look like")
    {
        const CapturedPacket packet =
            Decode(Ethernet(0x86dd, Ipv6(44, Octets({6, 0, 0, 8, 0, 0, 0, 9}) + tcp)));
        CHECK(packet.key.protocol == kProtocolTcp);
        CHECK(packet.key.sourcePort == 0);
        CHECK(packet.payloadBytes == 90);
    }
    SUBCASE("what a later fragment continues is not walked")
    {
        const CapturedPacket packet =
            Decode(Ethernet(0x86dd, Ipv6(44, Octets({60, 0, 0, 8, 0, 0, 0, 9}) + Data(16))));
        CHECK(packet.key.protocol == 60);
        CHECK(packet.payloadBytes == 16);
    }
    SUBCASE("other headers are protocols")
    {
        const CapturedPacket none = Decode(Ethernet(0x86dd, Ipv6(59, "")));
        CHECK(none.key.protocol == 59);
        CHECK(none.networkLength == 40);
        CHECK(none.payloadBytes == 0);
        const CapturedPacket icmp = Decode(Ethernet(0x86dd, Ipv6(58, Data(24))));
        CHECK(icmp.key.protocol == 58);
        CHECK(icmp.key.sourcePort == 0);
        CHECK(icmp.payloadBytes == 24);
    }
}

TEST_CASE("frames without IP are flows by ether type")
{
    const CapturedPacket other = Decode(Ethernet(0x88cc, Data(70)));
    CHECK(other.key.etherType == 0x88cc);
    CHECK(other.key.protocol == 0);
    CHECK(other.wireLength == 84);
    CHECK(other.networkLength == 70);
    CHECK(other.payloadBytes == 70);
    CHECK(other.addressType == 0);
    CHECK(Decode(Ethernet(0x05ff, Data(50))).key.etherType == 0);
    CHECK(Decode(Ethernet(0x0026, Data(50))).key == Decode(Ethernet(0x0100, Data(60))).key);
    CHECK(Decode(Ethernet(0x0600, Data(50))).key.etherType == 0x0600);
    CHECK(Decode(Ethernet(0x88cc, "")).networkLength == 0);
}

TEST_CASE("an ARP frame names who asks whom, beside its key")
{
    const std::string request = Word(1) + Word(0x0800) + Octets({6, 4}) + Word(1) + Data(6) +
                                Octets({10, 0, 0, 1}) + Data(6) + Octets({10, 0, 0, 2});
    const CapturedPacket packet = Decode(Ethernet(0x0806, request + Data(18)));
    CHECK(packet.key.ToString() == "ethertype 0x0806");
    CHECK(packet.key.source == AddressBytes{});
    CHECK(packet.sender == Ipv4Bytes(0x0a000001));
    CHECK(packet.receiver == Ipv4Bytes(0x0a000002));
    CHECK(packet.addressType == kEtherTypeIpv4);
    CHECK(packet.wireLength == 60);
    CHECK(packet.networkLength == 46);

    for (const std::string& other : {Word(6) + Word(0x0800) + Octets({6, 4}),
                                     Word(1) + Word(0x86dd) + Octets({6, 4}),
                                     Word(1) + Word(0x0800) + Octets({8, 4}),
                                     Word(1) + Word(0x0800) + Octets({6, 16})})
    {
        CHECK(Decode(Ethernet(0x0806, other + Data(22))).addressType == 0);
    }
}

TEST_CASE("every recorded length either suffices for all headers or is refused")
{
    const std::vector<std::string> frames = {
        Ethernet(0x0800, Ipv4(6, Tcp(1, 2, 0, 12, Data(30)), {0, 40})),
        Ethernet(0x8100, Word(1) + Word(0x86dd) + Ipv6(60, kOptionsThenTcp + Tcp(1, 2, 0, 0, "y"))),
        Ethernet(0x0806, Word(1) + Word(0x0800) + Octets({6, 4}) + Data(22))};
    const std::vector<size_t> needed = {14 + 60 + 16, 18 + 40 + 16 + 16, 14 + 28};
    for (size_t i = 0; i < frames.size(); ++i)
    {
        const CapturedPacket whole = Decode(frames[i]);
        for (size_t captured = 0; captured <= frames[i].size(); ++captured)
        {
            CAPTURE(i);
            CAPTURE(captured);
            if (captured < needed[i])
            {
                CHECK_THROWS_AS(DecodeFirst(frames[i], captured), FrameError);
            }
            else
            {
                const CapturedPacket snapped = DecodeFirst(frames[i], captured);
                CHECK(snapped.key == whole.key);
                CHECK(snapped.payloadBytes == whole.payloadBytes);
            }
        }
    }
}

TEST_CASE("a frame whose headers contradict each other is refused with what is wrong")
{
    struct Case
    {
        std::string frame;
        std::string message;
    };

    std::string wrongVersion = Ipv4(17, Udp(1, 2, Data(10)));
    wrongVersion[0] = 0x65;
    std::string shortHeader = wrongVersion;
    shortHeader[0] = 0x44;
    std::string belowHeader = Ipv4(6, Tcp(1, 2, 0, 0, ""), {0, 40});
    belowHeader[3] = 59;
    std::string beyond = Ipv4(17, Udp(1, 2, Data(10)));
    beyond[3] = 39;
    std::string smallOffset = Tcp(1, 2, 0, 0, Data(5));
    smallOffset[12] = 0x40;
    std::string largeOffset = smallOffset;
    largeOffset[12] = 0x70;
    std::string ipv6Version = Ipv6(17, Udp(1, 2, ""));
    ipv6Version[0] = 0x45;
    std::string ipv6Beyond = Ipv6(17, Udp(1, 2, ""));
    ipv6Beyond[5] = 9;

    const std::vector<Case> cases = {
        {Data(13), "the frame of 13 bytes ends inside its Ethernet header"},
        {Ethernet(0x8100, Data(3)), "the frame of 17 bytes ends inside its VLAN header"},
        {Ethernet(0x0800, Data(19)), "the frame of 33 bytes ends inside its IPv4 header"},
        {Ethernet(0x86dd, Data(39)), "the frame of 53 bytes ends inside its IPv6 header"},
        {Ethernet(0x0806, Data(7)), "the frame of 21 bytes ends inside its ARP header"},
        {Ethernet(0x0800, wrongVersion),
         "IPv4 expects version 4 and a header of 20 to 60 bytes, got version 6 and 20 bytes"},
        {Ethernet(0x0800, shortHeader),
         "IPv4 expects version 4 and a header of 20 to 60 bytes, got version 4 and 16 bytes"},
        {Ethernet(0x0800, belowHeader),
         "the IPv4 total length 59 does not lie between its header's 60 and the 80 bytes that the "
         "frame has for it"},
        {Ethernet(0x0800, beyond),
         "the IPv4 total length 39 does not lie between its header's 20 and the 38 bytes that the "
         "frame has for it"},
        {Ethernet(0x0800, Ipv4(6, smallOffset)),
         "a TCP header of 16 bytes in 25 bytes of IP payload"},
        {Ethernet(0x0800, Ipv4(6, largeOffset)),
         "a TCP header of 28 bytes in 25 bytes of IP payload"},
        {Ethernet(0x0800, Ipv4(6, Data(19))), "a TCP header of 20 bytes in 19 bytes of IP payload"},
        {Ethernet(0x0800, Ipv4(17, Data(7)) + Data(20)),
         "a UDP header of 8 bytes in 7 bytes of IP payload"},
        {Ethernet(0x86dd, ipv6Version), "IPv6 expects version 6, got 4"},
        {Ethernet(0x86dd, ipv6Beyond),
         "the IPv6 payload length 9 exceeds the 8 bytes that the frame has for it"},
        {Ethernet(0x86dd, Ipv6(0, Octets({6, 2}) + Data(21))),
         "an extension header of 24 bytes does not fit in the 23 bytes left of the packet"},
        {Ethernet(0x86dd, Ipv6(60, Data(7))),
         "the frame of 61 bytes ends inside its IP extension header"},
    };
    for (const Case& example : cases)
    {
        CHECK_THROWS_WITH_AS(Decode(example.frame), example.message.c_str(), FrameError);
    }
    CHECK_THROWS_WITH_AS(DecodeFirst(Ethernet(0x0800, Ipv4(17, Udp(1, 2, Data(58)))), 37),
                         "only 37 of 100 bytes of the frame were recorded, too few for its UDP "
                         "header: record at least 38 (tcpdump -s 38)",
                         FrameError);
}

} // namespace nexsim::captured_packet_test
