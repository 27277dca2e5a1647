// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/frame-headers.h"
#include "models/link/frame.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include "ns3/ethernet-header.h"
#include "ns3/global-value.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/tcp-header.h"
#include "ns3/udp-header.h"
#include <doctest/doctest.h>

namespace frame_test
{

namespace
{

using nexsim::Ecn;
using nexsim::Frame;
using nexsim::FrameHeaders;
using nexsim::kEtherTypeArp;
using nexsim::kEtherTypeIpv4;
using nexsim::kEtherTypeIpv6;
using nexsim::kProtocolTcp;
using nexsim::kProtocolUdp;
using nexsim::ReadFrameHeaders;

const ns3::Mac48Address kFrom("02:00:00:00:00:01");
const ns3::Mac48Address kTo("02:00:00:00:00:02");

ns3::Ptr<ns3::Packet>
Ipv4Packet(ns3::Ptr<ns3::Packet> content, uint8_t protocol, uint16_t fragmentOffset = 0)
{
    ns3::Ipv4Header ip;
    ip.SetSource(ns3::Ipv4Address("10.1.2.3"));
    ip.SetDestination(ns3::Ipv4Address("10.1.2.4"));
    ip.SetProtocol(protocol);
    ip.SetPayloadSize(static_cast<uint16_t>(content->GetSize()));
    ip.SetDscp(ns3::Ipv4Header::DSCP_EF);
    ip.SetEcn(ns3::Ipv4Header::ECN_ECT0);
    ip.SetTtl(7);
    ip.SetFragmentOffset(fragmentOffset);
    ip.EnableChecksum();
    content->AddHeader(ip);
    return content;
}

ns3::Ptr<ns3::Packet>
Udp(uint32_t payload)
{
    const auto packet = ns3::Create<ns3::Packet>(payload);
    ns3::UdpHeader udp;
    udp.SetSourcePort(4000);
    udp.SetDestinationPort(53);
    packet->AddHeader(udp);
    return packet;
}

ns3::Ptr<ns3::Packet>
Ipv6Packet(ns3::Ptr<ns3::Packet> content, uint8_t protocol)
{
    ns3::Ipv6Header ip;
    ip.SetSource(ns3::Ipv6Address("2001:db8::1"));
    ip.SetDestination(ns3::Ipv6Address("2001:db8::2"));
    ip.SetNextHeader(protocol);
    ip.SetPayloadLength(static_cast<uint16_t>(content->GetSize()));
    ip.SetDscp(ns3::Ipv6Header::DSCP_AF11);
    ip.SetEcn(ns3::Ipv6Header::ECN_ECT1);
    content->AddHeader(ip);
    return content;
}

} // namespace

TEST_CASE("a UDP datagram's flow, marks and payload come from its own headers")
{
    const FrameHeaders headers =
        ReadFrameHeaders(*Ipv4Packet(Udp(100), kProtocolUdp), kEtherTypeIpv4);
    CHECK(headers.key.ToString() == "10.1.2.3:4000 > 10.1.2.4:53 udp");
    CHECK(headers.payloadBytes == 100);
    CHECK(headers.dscp == 46);
    CHECK(headers.ecn == Ecn::Capable0);
}

TEST_CASE("TCP options are no payload")
{
    const auto packet = ns3::Create<ns3::Packet>(700);
    ns3::TcpHeader tcp;
    tcp.SetSourcePort(1);
    tcp.SetDestinationPort(2);
    tcp.AppendOption(ns3::TcpOption::CreateOption(ns3::TcpOption::TS));
    packet->AddHeader(tcp);
    const uint32_t all = packet->GetSize();
    const FrameHeaders headers =
        ReadFrameHeaders(*Ipv4Packet(packet, kProtocolTcp), kEtherTypeIpv4);
    CHECK(all == 732); // 20 + 10 of the option + 2 of padding
    CHECK(headers.payloadBytes == 700);
    CHECK(headers.key.sourcePort == 1);
    CHECK(headers.key.destinationPort == 2);
}

TEST_CASE("a later fragment has no ports, and what follows the IP header is its payload")
{
    const auto fragment = Ipv4Packet(ns3::Create<ns3::Packet>(64), kProtocolUdp, 1480);
    const FrameHeaders headers = ReadFrameHeaders(*fragment, kEtherTypeIpv4);
    CHECK(headers.key.sourcePort == 0);
    CHECK(headers.key.protocol == kProtocolUdp);
    CHECK(headers.payloadBytes == 64);
}

TEST_CASE("IPv6 is read as well; other ether types are one flow each")
{
    const FrameHeaders headers =
        ReadFrameHeaders(*Ipv6Packet(Udp(9), kProtocolUdp), kEtherTypeIpv6);
    CHECK(headers.key.ToString() == "[2001:db8:0:0:0:0:0:1]:4000 > [2001:db8:0:0:0:0:0:2]:53 udp");
    CHECK(headers.payloadBytes == 9);
    CHECK(headers.dscp == 10);
    CHECK(headers.ecn == Ecn::Capable1);

    const FrameHeaders arp = ReadFrameHeaders(*ns3::Create<ns3::Packet>(28), kEtherTypeArp);
    CHECK(arp.key.ToString() == "ethertype 0x0806");
    CHECK(arp.payloadBytes == 28);
    CHECK(ReadFrameHeaders(*ns3::Create<ns3::Packet>(5), kEtherTypeIpv4).payloadBytes == 5);
}

TEST_CASE("a congestion mark is written to the IP header, its checksum too, nothing else changes")
{
    const nexsim::testing::Simulation simulation;
    ns3::GlobalValue::Bind("ChecksumEnabled", ns3::BooleanValue(true));
    const auto packet = Ipv4Packet(Udp(100), kProtocolUdp);
    const Frame frame(packet, kFrom, kTo, kEtherTypeIpv4);
    const auto marked = frame.Extract(Ecn::Congestion);
    ns3::GlobalValue::Bind("ChecksumEnabled", ns3::BooleanValue(false));

    ns3::Ipv4Header header;
    header.EnableChecksum();
    marked->PeekHeader(header);
    CHECK(header.IsChecksumOk());
    CHECK(header.GetEcn() == ns3::Ipv4Header::ECN_CE);
    CHECK(header.GetDscp() == ns3::Ipv4Header::DSCP_EF);
    CHECK(header.GetTtl() == 7);
    CHECK(marked->GetSize() == packet->GetSize());

    // Others may hold the sender's packet: it stays as it was.
    ns3::Ipv4Header original;
    packet->PeekHeader(original);
    CHECK(original.GetEcn() == ns3::Ipv4Header::ECN_ECT0);
    frame.Extract(Ecn::Capable0)->PeekHeader(original);
    CHECK(original.GetEcn() == ns3::Ipv4Header::ECN_ECT0);

    const Frame six(Ipv6Packet(Udp(1), kProtocolUdp), kFrom, kTo, kEtherTypeIpv6);
    ns3::Ipv6Header header6;
    six.Extract(Ecn::Congestion)->PeekHeader(header6);
    CHECK(header6.GetEcn() == ns3::Ipv6Header::ECN_CE);
    CHECK(header6.GetDscp() == ns3::Ipv6Header::DSCP_AF11);
}

TEST_CASE("a frame shows its Ethernet header in front of the packet")
{
    const Frame frame(ns3::Create<ns3::Packet>(28), kFrom, kTo, kEtherTypeArp);
    const auto shown = frame.WithHeader();
    ns3::EthernetHeader header(false);
    CHECK(shown->RemoveHeader(header) == 14);
    CHECK(header.GetSource() == kFrom);
    CHECK(header.GetDestination() == kTo);
    CHECK(header.GetLengthType() == kEtherTypeArp);
    CHECK(shown->GetSize() == 28);
}

} // namespace frame_test
