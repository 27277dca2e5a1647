// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/captured-packet.h"
#include "models/capture/link-layer.h"
#include "tests/models/capture/frame-bytes.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace nexsim::link_layer_test
{

namespace
{

using namespace frame;

CapturedPacket
Decode(uint32_t linkType, const std::string& frame)
{
    const std::vector<uint8_t> bytes(frame.begin(), frame.end());
    const auto size = static_cast<uint32_t>(bytes.size());
    return DecodeFrame({bytes.data(), size, size}, linkType);
}

const std::string kIpv4 = Ipv4(17, Udp(5, 6, Data(100)));
const std::string kIpv6 = Ipv6(17, Udp(7, 8, Data(200)));

/** @brief Linux cooked v1: direction, hardware, an address of 6 bytes, protocol. */
std::string
Sll(unsigned protocol, const std::string& payload)
{
    return Word(4) + Word(1) + Word(6) + Data(8) + Word(protocol) + payload;
}

std::string
Sll2(unsigned protocol, const std::string& payload)
{
    return Word(protocol) + Word(0) + Data(4) + Word(1) + Octets({4, 6}) + Data(8) + payload;
}

} // namespace

TEST_CASE("every link type leads to the same packet")
{
    struct Case
    {
        uint32_t linkType;
        std::string before; //!< the network packet
        bool v6;
    };

    const std::vector<Case> cases = {
        {1, Ethernet(0x0800, ""), false},
        {1, Ethernet(0x86dd, ""), true},
        {113, Sll(0x0800, ""), false},
        {113, Sll(0x86dd, ""), true},
        {276, Sll2(0x0800, ""), false},
        {276, Sll2(0x86dd, ""), true},
        {12, "", false},
        {14, "", true},
        {101, "", false},
        {101, "", true},
        {228, "", false},
        {229, "", true},
        {0, Octets({2, 0, 0, 0}), false},
        {0, Octets({0, 0, 0, 2}), false},
        {0, Octets({10, 0, 0, 0}), true},
        {0, Octets({24, 0, 0, 0}), true},
        {0, Octets({28, 0, 0, 0}), true},
        {0, Octets({0, 0, 0, 30}), true},
        {108, Octets({0, 0, 0, 2}), false},
        {108, Octets({0, 0, 0, 24}), true},
    };
    for (const Case& example : cases)
    {
        CAPTURE(example.linkType);
        CAPTURE(example.before.size());
        const CapturedPacket packet =
            Decode(example.linkType, example.before + (example.v6 ? kIpv6 : kIpv4));
        CHECK(packet.key.etherType == (example.v6 ? kEtherTypeIpv6 : kEtherTypeIpv4));
        CHECK(packet.key.sourcePort == (example.v6 ? 7 : 5));
        CHECK(packet.payloadBytes == (example.v6 ? 200 : 100));
        CHECK(packet.networkLength == (example.v6 ? 248 : 128));
    }
}

TEST_CASE("any number of VLAN tags of any kind is looked through")
{
    const std::string inner = Word(7) + Word(0x0800) + kIpv4;
    const CapturedPacket plain = Decode(1, Ethernet(0x0800, kIpv4));
    for (const std::string& frame :
         {Ethernet(0x8100, inner),
          Ethernet(0x88a8, Word(3) + Word(0x8100) + inner),
          Ethernet(0x9100, Word(3) + Word(0x9200) + Word(2) + Word(0x8100) + inner),
          Sll(0x8100, inner),
          Sll2(0x88a8, Word(3) + Word(0x8100) + inner)})
    {
        const CapturedPacket packet = Decode(frame[0] == 2                   ? 1
                                             : frame.substr(0, 2) == Word(4) ? 113
                                                                             : 276,
                                             frame);
        CHECK(packet.key == plain.key);
        CHECK(packet.networkLength == 128);
    }
}

TEST_CASE("a link layer that is not what its type says is a named fault")
{
    struct Case
    {
        uint32_t linkType;
        std::string frame;
        std::string reason;
        std::string what;
    };

    const std::vector<Case> cases = {
        {101, Octets({0x52}), "they have no IP version 4 or 6", "IP version 5"},
        {101,
         "",
         "they end inside their IP header",
         "the frame of 0 bytes ends inside its IP header"},
        {0, Octets({7, 0, 0, 0}), "their loopback header names no IP", "address family 7"},
        {108,
         Octets({0, 0, 0}),
         "they end inside their loopback header",
         "the frame of 3 bytes ends inside its loopback header"},
        {113,
         Data(15),
         "they end inside their Linux cooked header",
         "the frame of 15 bytes ends inside its Linux cooked header"},
        {276,
         Data(19),
         "they end inside their Linux cooked v2 header",
         "the frame of 19 bytes ends inside its Linux cooked v2 header"},
        {229,
         kIpv4,
         "their IPv6 header contradicts itself or the frame",
         "IPv6 expects version 6, got 4"},
        {1,
         Ethernet(0x88a8, Word(1) + Word(0x8100) + Word(2)),
         "they end inside their VLAN header",
         "the frame of 20 bytes ends inside its VLAN header"},
    };
    for (const Case& example : cases)
    {
        std::string reason;
        std::string what;
        try
        {
            Decode(example.linkType, example.frame);
        }
        catch (const FrameError& error)
        {
            reason = error.Reason();
            what = error.what();
        }
        CHECK(reason == example.reason);
        CHECK(what == example.what);
    }
}

TEST_CASE("what Linux writes for frames without an EtherType is no IP")
{
    CHECK(Decode(113, Sll(4, Data(40))).key.etherType == 0);
    CHECK(Decode(276, Sll2(1, Data(40))).addressType == 0);
}

} // namespace nexsim::link_layer_test
