// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/fragments.h"
#include "models/base/packet-pool.h"
#include "models/capture/capture-file.h"
#include "models/capture/capture-writer.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace nexsim::capture_writer_test
{

namespace
{

FlowKey
Key(bool v4, uint8_t protocol, uint16_t source = 4000, uint16_t destination = 80)
{
    FlowKey key;
    key.etherType = v4 ? kEtherTypeIpv4 : kEtherTypeIpv6;
    key.protocol = protocol;
    key.sourcePort = source;
    key.destinationPort = destination;
    if (v4)
    {
        key.source = Ipv4Bytes(0x0a000001);
        key.destination = Ipv4Bytes(0xc0a80102);
        return key;
    }
    for (uint8_t i = 0; i < 16; ++i)
    {
        key.source[i] = static_cast<uint8_t>(0x20 + i);
        key.destination[i] = static_cast<uint8_t>(0xf0 - i);
    }
    return key;
}

std::vector<CapturedPacket>
ReadBack(const std::string& bytes)
{
    CaptureFile file(std::make_unique<std::istringstream>(bytes), "back", TimeOrder::Strict);
    std::vector<CapturedPacket> packets;
    for (CapturedPacket packet; file.Next(packet);)
    {
        packets.push_back(packet);
    }
    CHECK(file.Warnings().empty());
    return packets;
}

/** @brief A packet with `extra` bytes of headers beyond the plain ones of its key. */
PacketPtr
Make(PacketPool& pool, const FlowKey& key, uint32_t extra, uint32_t payload)
{
    PacketPtr packet = pool.Allocate();
    const uint32_t network = key.etherType == kEtherTypeIpv4 ? 20 : 40;
    const bool later = key.sourcePort == 0 && key.destinationPort == 0;
    const uint32_t fragment = later && key.etherType == kEtherTypeIpv6 ? 8 : 0;
    const uint32_t transport = later                          ? 0
                               : key.protocol == kProtocolTcp ? 20
                               : key.protocol == kProtocolUdp ? 8
                                                              : 0;
    packet->payloadBytes = payload;
    packet->size = network + fragment + transport + extra + payload;
    TransportOf(*packet) = TransportFields{};
    return packet;
}

/** @brief The ones' complement sum of a header with its checksum in it. */
unsigned
Folded(const std::string& bytes, size_t from, size_t size, unsigned sum = 0)
{
    for (size_t i = 0; i < size; ++i)
    {
        const unsigned byte = static_cast<uint8_t>(bytes[from + i]);
        sum += i % 2 == 0 ? byte << 8 : byte;
    }
    while (sum >> 16 != 0)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

} // namespace

TEST_CASE("a UDP datagram over IPv4 has the headers that it had on a wire")
{
    PacketPool pool;
    const PacketPtr packet = Make(pool, Key(true, kProtocolUdp), 0, 101);
    packet->dscp = 46;
    packet->ecn = Ecn::Congestion;
    packet->number = 0x12345;
    const BuiltFrame frame = BuildFrame(Key(true, kProtocolUdp), *packet, 3);
    CHECK(frame.length == 14 + 129);
    CHECK(frame.known == frame.length);
    const auto hex = [&frame](size_t from, size_t size) {
        std::string text;
        for (size_t i = from; i < from + size; ++i)
        {
            text += fmt::format("{:02x}", static_cast<uint8_t>(frame.headers[i]));
        }
        return text;
    };
    REQUIRE(frame.headers.size() == 42);
    CHECK(hex(0, 14) == "0200c0a8010202000a0000010800");
    CHECK(hex(14, 10) == "45bb0081234540003d11");
    CHECK(hex(26, 8) == "0a000001c0a80102");
    CHECK(hex(34, 6) == "0fa00050006d");
    CHECK(Folded(frame.headers, 14, 20) == 0xffff);
    // Pseudo header: addresses, protocol, length.
    CHECK(Folded(frame.headers, 34, 8, Folded(frame.headers, 26, 8) + 17 + 109) == 0xffff);
}

TEST_CASE(
    "fragments have their datagram's identification and their place; the first its UDP header")
{
    PacketPool pool;
    const FlowKey key = Key(true, kProtocolUdp);
    const auto word = [](const BuiltFrame& frame, size_t at) {
        return static_cast<uint8_t>(frame.headers[at]) << 8 |
               static_cast<uint8_t>(frame.headers[at + 1]);
    };
    const auto build = [&](int64_t offset, int64_t bytes) {
        const PacketPtr packet = pool.Allocate();
        packet->size = static_cast<uint32_t>(20 + bytes);
        packet->payloadBytes = static_cast<uint32_t>(bytes - (offset == 0 ? 8 : 0));
        packet->number = 7;
        MakeFragment(*packet, 0x1'2345, offset, 3980);
        return BuildFrame(key, *packet, 0);
    };
    const BuiltFrame first = build(0, 1480);
    CHECK(word(first, 18) == 0x2345);
    CHECK(word(first, 20) == 0x2000);
    REQUIRE(first.headers.size() == 42);
    CHECK(word(first, 38) == 3980);
    CHECK(Folded(first.headers, 34, 8, Folded(first.headers, 26, 8) + 17 + 3980) == 0xffff);
    const BuiltFrame second = build(1480, 1480);
    CHECK(word(second, 18) == 0x2345);
    CHECK(word(second, 20) == (0x2000 | 185));
    CHECK(second.headers.size() == 34);
    CHECK(second.length == 14 + 1500);
    const BuiltFrame last = build(2960, 1020);
    CHECK(word(last, 20) == 370);
    CHECK(last.length == 14 + 1040);
    CHECK(Folded(last.headers, 14, 20) == 0xffff);
}

TEST_CASE("a TCP segment carries what its transport fields say")
{
    PacketPool pool;
    for (const bool v4 : {true, false})
    {
        const FlowKey key = Key(v4, kProtocolTcp);
        const PacketPtr packet = Make(pool, key, 12, 333);
        packet->flags = 0x18;
        TransportOf(*packet).sequence = 0x1'ffff'fffe; // wraps at 32 bits
        TransportOf(*packet).acknowledgement = 77;
        TransportOf(*packet).window = 70'000;
        const BuiltFrame frame = BuildFrame(key, *packet, 0);
        const CapturedPacket read =
            DecodeFrame({reinterpret_cast<const uint8_t*>(frame.headers.data()),
                         static_cast<uint32_t>(frame.headers.size()),
                         frame.length},
                        1);
        CHECK(read.tcp.sequence == 0xffff'fffe);
        CHECK(read.tcp.acknowledgement == 77);
        CHECK(read.tcp.window == 0xffff);
        CHECK(read.tcp.flags == 0x18);
        CHECK(read.payloadBytes == 333);
        const size_t at = v4 ? 34 : 54;
        const unsigned addresses =
            v4 ? Folded(frame.headers, 26, 8) : Folded(frame.headers, 22, 32);
        CHECK(frame.headers.size() == at + 32);
        CHECK(Folded(frame.headers, at, 32, addresses + 6 + 32 + 333) == 0xffff);
    }
}

TEST_CASE("the time to live counts the links passed and never reaches 0")
{
    PacketPool pool;
    const FlowKey key = Key(true, kProtocolUdp);
    const PacketPtr packet = Make(pool, key, 0, 1);
    CHECK(BuildFrame(key, *packet, 0).headers[22] == 64);
    CHECK(BuildFrame(key, *packet, 63).headers[22] == 1);
    CHECK(BuildFrame(key, *packet, 255).headers[22] == 1);
}

TEST_CASE("what a protocol or an ether type carries is not invented but snapped")
{
    PacketPool pool;
    const FlowKey icmp = Key(true, 1, 0, 0);
    const BuiltFrame echo = BuildFrame(icmp, *Make(pool, icmp, 0, 56), 0);
    CHECK(echo.known == 34);
    CHECK(echo.length == 90);
    FlowKey lldp;
    lldp.etherType = 0x88cc;
    const PacketPtr packet = pool.Allocate();
    packet->size = 70;
    const BuiltFrame frame = BuildFrame(lldp, *packet, 0);
    CHECK(frame.known == 14);
    CHECK(frame.length == 84);
    CHECK(frame.headers.substr(12) == "\x88\xcc");
}

TEST_CASE("property: what is written is read back as it was")
{
    CHECK(rc::check([] {
        PacketPool pool;
        const bool ng = *rc::gen::arbitrary<bool>();
        const auto digits = *rc::gen::element<uint8_t>(uint8_t{9}, uint8_t{12});
        const auto snap = *rc::gen::element<uint32_t>(uint32_t{kLongestFrame}, 400U, 200U);
        const auto writer = MakeCaptureWriter(ng ? CaptureFormat::Pcapng : CaptureFormat::Pcap);
        CaptureSettings settings;
        settings.snap = snap;
        settings.digits = digits;
        std::string bytes;
        writer->Begin("a comment",
                      {{"a/nic", "", BitRate(1'000)}, {"sw/port[a]", "x", BitRate(2'000'000'000)}},
                      settings,
                      bytes);
        const auto count = *rc::gen::inRange(1, 20);
        std::vector<CapturedPacket> expected;
        SimTime time(*rc::gen::inRange<int64_t>(0, 1'000'000'000'000'000));
        for (int i = 0; i < count; ++i)
        {
            const bool v4 = *rc::gen::arbitrary<bool>();
            const auto protocol = *rc::gen::element<uint8_t>(uint8_t{kProtocolTcp},
                                                             uint8_t{kProtocolUdp},
                                                             uint8_t{1},
                                                             uint8_t{50});
            const bool ports = protocol == kProtocolTcp || protocol == kProtocolUdp;
            const bool later = *rc::gen::inRange(0, 4) == 0;
            FlowKey key = Key(v4, protocol, 0, 0);
            if (ports && !later)
            {
                key.sourcePort = *rc::gen::inRange<uint16_t>(1, 65'535);
                key.destinationPort = *rc::gen::arbitrary<uint16_t>();
            }
            key.source[15] = *rc::gen::arbitrary<uint8_t>();
            const bool tcp = protocol == kProtocolTcp && !later;
            const auto extra = (tcp ? 4U : v4 ? 4U : 8U) * *rc::gen::inRange<uint32_t>(0, 11);
            const auto payload = *rc::gen::inRange<uint32_t>(0, 9'000);
            const PacketPtr packet = Make(pool, key, extra, payload);
            packet->dscp = *rc::gen::inRange<uint8_t>(0, 64);
            packet->ecn = static_cast<Ecn>(*rc::gen::inRange(0, 4));
            packet->number = *rc::gen::arbitrary<uint32_t>();
            TransportOf(*packet).sequence = *rc::gen::arbitrary<uint32_t>();

            CapturedPacket wanted;
            wanted.time = time;
            wanted.key = key;
            wanted.networkLength = packet->size;
            wanted.payloadBytes = payload;
            wanted.dscp = packet->dscp;
            wanted.ecn = packet->ecn;
            wanted.tcp.sequence = tcp ? static_cast<uint32_t>(TransportOf(*packet).sequence) : 0;
            expected.push_back(wanted);
            const auto interface = *rc::gen::inRange<uint32_t>(0, 2);
            writer->Add({time,
                         interface,
                         FrameDirection::Inbound,
                         BuildFrame(key, *packet, 2),
                         *rc::gen::element(std::string(), std::string("marked"))},
                        bytes);
            time += SimTime(*rc::gen::inRange<int64_t>(0, 5'000'000));
        }
        const std::vector<CapturedPacket> packets = ReadBack(bytes);
        RC_ASSERT(packets.size() == expected.size());
        const int64_t grain = ng && digits == 12 ? 1 : 1000;
        const auto rounded = [grain](SimTime at) { return at.Value() / grain * grain; };
        for (size_t i = 0; i < packets.size(); ++i)
        {
            RC_ASSERT(packets[i].time.Value() ==
                      rounded(expected[i].time) - rounded(expected[0].time));
            RC_ASSERT(packets[i].key == expected[i].key);
            RC_ASSERT(packets[i].networkLength == expected[i].networkLength);
            RC_ASSERT(packets[i].payloadBytes == expected[i].payloadBytes);
            RC_ASSERT(packets[i].dscp == expected[i].dscp);
            RC_ASSERT(packets[i].ecn == expected[i].ecn);
            RC_ASSERT(packets[i].tcp.sequence == expected[i].tcp.sequence);
        }
    }));
}

TEST_CASE("headers that no option can hold count as payload, and the length stays")
{
    PacketPool pool;
    for (const bool v4 : {true, false})
    {
        const FlowKey key = Key(v4, kProtocolUdp);
        const BuiltFrame frame = BuildFrame(key, *Make(pool, key, 400, 1), 0);
        const CapturedPacket read =
            DecodeFrame({reinterpret_cast<const uint8_t*>(frame.headers.data()),
                         static_cast<uint32_t>(frame.headers.size()),
                         frame.length},
                        1);
        CHECK(read.payloadBytes == (v4 ? 361 : 145));
        CHECK(read.networkLength == (v4 ? 28 : 48) + 401);
    }
}

} // namespace nexsim::capture_writer_test
