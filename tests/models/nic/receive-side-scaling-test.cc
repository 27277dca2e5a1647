// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/run-context.h"
#include "models/nic/receive-side-scaling.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace receive_side_scaling_test
{

namespace
{

using nexsim::AddressBytes;
using nexsim::FlowKey;
using nexsim::IntegerValue;
using nexsim::kMicrosoftRssKey;
using nexsim::ListValue;
using nexsim::ReadRssKey;
using nexsim::ReceiveSideScaling;
using nexsim::RssHash;
using nexsim::RssPorts;

uint32_t
Dotted(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

FlowKey
Ipv4Flow(uint32_t source, uint16_t sourcePort, uint32_t destination, uint16_t destinationPort)
{
    FlowKey key;
    key.protocol = nexsim::kProtocolTcp;
    key.source = nexsim::Ipv4Bytes(source);
    key.destination = nexsim::Ipv4Bytes(destination);
    key.sourcePort = sourcePort;
    key.destinationPort = destinationPort;
    return key;
}

AddressBytes
Ipv6(const std::vector<uint16_t>& groups)
{
    AddressBytes bytes{};
    for (size_t i = 0; i < groups.size(); ++i)
    {
        bytes.at(2 * i) = static_cast<uint8_t>(groups[i] >> 8);
        bytes.at(2 * i + 1) = static_cast<uint8_t>(groups[i] & 0xff);
    }
    return bytes;
}

uint32_t
Hash(const FlowKey& key, RssPorts ports = RssPorts::TcpAndUdp)
{
    return RssHash(ReadRssKey(kMicrosoftRssKey), key, ports);
}

FlowKey
SomeFlow(uint16_t port)
{
    return Ipv4Flow(Dotted(10, 0, 0, 1), port, Dotted(10, 0, 0, 2), 80);
}

ListValue::Elements
Table(const std::vector<int64_t>& queues)
{
    ListValue::Elements table;
    for (const int64_t queue : queues)
    {
        table.push_back(ns3::Create<IntegerValue>(queue));
    }
    return table;
}

/** Flows of one run, and their packets. */
struct Scene
{
    nexsim::PacketPtr PacketOf(const FlowKey& key)
    {
        nexsim::PacketPtr packet = run.Pool().Allocate();
        packet->flow = run.Flows().Intern(key);
        return packet;
    }

    uint32_t QueueOf(const FlowKey& key)
    {
        return rss.QueueOf(*PacketOf(key), run.Flows());
    }

    nexsim::testing::Simulation simulation;
    nexsim::RunContext run;
    ReceiveSideScaling rss;
};

} // namespace

TEST_CASE("RSS: the test vectors of Microsoft's specification")
{
    const FlowKey ipv4 = Ipv4Flow(Dotted(66, 9, 149, 187), 2794, Dotted(161, 142, 100, 80), 1766);
    CHECK(Hash(ipv4, RssPorts::None) == 0x323e8fc2);
    CHECK(Hash(ipv4) == 0x51ccc178);
    FlowKey ipv6;
    ipv6.etherType = nexsim::kEtherTypeIpv6;
    ipv6.protocol = nexsim::kProtocolTcp;
    ipv6.source = Ipv6({0x3ffe, 0x2501, 0x200, 0x1fff, 0, 0, 0, 7});
    ipv6.destination = Ipv6({0x3ffe, 0x2501, 0x200, 0x3, 0, 0, 0, 1});
    ipv6.sourcePort = 2794;
    ipv6.destinationPort = 1766;
    CHECK(Hash(ipv6, RssPorts::None) == 0x2cc18cd5);
    CHECK(Hash(ipv6) == 0x40207d3d);
}

TEST_CASE("RSS: whose ports are hashed")
{
    FlowKey key = SomeFlow(1000);
    const uint32_t plain = Hash(key, RssPorts::None);
    CHECK(Hash(key, RssPorts::Tcp) != plain);
    CHECK(Hash(key, RssPorts::Tcp) == Hash(key, RssPorts::TcpAndUdp));
    key.protocol = nexsim::kProtocolUdp;
    CHECK(Hash(key, RssPorts::Tcp) == plain);
    CHECK(Hash(key, RssPorts::TcpAndUdp) != plain);
    key.protocol = 1;
    CHECK(Hash(key, RssPorts::TcpAndUdp) == plain);
    key.etherType = nexsim::kEtherTypeArp;
    CHECK(Hash(key, RssPorts::TcpAndUdp) == 0);
}

TEST_CASE("RSS: the low bits of the hash choose an entry, which names the queue")
{
    Scene scene;
    scene.rss.Build(kMicrosoftRssKey, {}, 3, RssPorts::TcpAndUdp);
    Scene written;
    written.rss.Build(kMicrosoftRssKey, Table({2, 0, 1, 1}), 3, RssPorts::TcpAndUdp);
    const std::vector<uint32_t> table{2, 0, 1, 1};
    for (uint16_t port = 1; port < 200; ++port)
    {
        const FlowKey key = SomeFlow(port);
        CHECK(scene.QueueOf(key) == (Hash(key) & 127) % 3);
        CHECK(written.QueueOf(key) == table[Hash(key) & 3]);
    }
}

TEST_CASE("RSS: with more than 128 queues each is named")
{
    Scene scene;
    scene.rss.Build(kMicrosoftRssKey, {}, 200, RssPorts::TcpAndUdp);
    bool isAbove = false;
    for (uint16_t port = 1; port < 200; ++port)
    {
        const uint32_t queue = scene.QueueOf(SomeFlow(port));
        CHECK(queue == (Hash(SomeFlow(port)) & 255) % 200);
        isAbove = isAbove || queue >= 128;
    }
    CHECK(isAbove);
}

TEST_CASE("RSS: a flow that gets the index of one that is over gets a queue of its own")
{
    Scene scene;
    scene.rss.Build(kMicrosoftRssKey, {}, 128, RssPorts::TcpAndUdp);
    for (uint16_t port = 1; port < 50; ++port)
    {
        const FlowKey key = SomeFlow(port);
        CHECK(scene.QueueOf(key) == (Hash(key) & 127));
        CHECK(scene.QueueOf(key) == (Hash(key) & 127));
        scene.run.Flows().Retire(scene.run.Flows().Intern(key));
    }
    CHECK(scene.run.Flows().Size() == 1);
}

TEST_CASE("RSS: a flow whose fields are all zero is hashed as any other")
{
    Scene scene;
    scene.rss.Build(kMicrosoftRssKey, Table({1, 1}), 2, RssPorts::TcpAndUdp);
    const FlowKey zero;
    const auto packet = scene.PacketOf(zero);
    CHECK(scene.QueueOf(SomeFlow(1)) == 1); // of a later index, learned first
    CHECK(scene.rss.QueueOf(*packet, scene.run.Flows()) == 1);
}

TEST_CASE("RSS: keys and tables that cannot be are refused, and why")
{
    ReceiveSideScaling rss;
    const std::string key = kMicrosoftRssKey;
    const auto build = [&](const std::string& text, const std::vector<int64_t>& table) {
        rss.Build(text, Table(table), 4, RssPorts::TcpAndUdp);
    };
    CHECK_NOTHROW(build(key, {3}));
    std::string upper = key;
    upper[1] = 'D';
    CHECK(ReadRssKey(upper) == ReadRssKey(key));
    CHECK_THROWS_AS(build(key + "0", {}), std::invalid_argument);
    CHECK_THROWS_AS(build(key.substr(1), {}), std::invalid_argument);
    CHECK_THROWS_AS(build("g" + key.substr(1), {}), std::invalid_argument);
    CHECK_THROWS_WITH_AS(build(key, {0, 4}),
                         "RssTable names queue 4, but RxQueues is 4: its entries are 0 to 3",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(build(key, {0, 1, 2}),
                         "RssTable has 3 entries; the number must be a power of two, since bits of "
                         "the hash choose one",
                         std::invalid_argument);
}

} // namespace receive_side_scaling_test
