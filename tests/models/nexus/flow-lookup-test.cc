// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-entry.h"
#include "models/nexus/flow-lookup.h"

#include <doctest/doctest.h>

#include <deque>
#include <stdexcept>
#include <vector>

namespace flow_lookup_test
{

namespace
{

using namespace nexsim;

FlowKey
Key(uint32_t remote, uint16_t remotePort, uint32_t local, uint16_t localPort)
{
    FlowKey key;
    key.protocol = kProtocolUdp;
    key.source = Ipv4Bytes(remote);
    key.sourcePort = remotePort;
    key.destination = Ipv4Bytes(local);
    key.destinationPort = localPort;
    return key;
}

} // namespace

TEST_CASE("masks are tried from the most specific on, and those without entries cost nothing")
{
    FlowLookup table;
    std::deque<FlowEntry> entries(kFlowMaskCount);
    const FlowKey key = Key(1, 1000, 2, 80);
    CHECK(table.Find(key).entry == nullptr);
    CHECK(table.Find(key).probes == 0);
    // From the least specific mask on: each new entry takes the packet from the one before.
    for (size_t left = kFlowMaskCount; left > 0; --left)
    {
        const size_t mask = left - 1;
        table.Add(static_cast<FlowMask>(mask), key, entries[mask]);
        CHECK(table.LiveCount(static_cast<FlowMask>(mask)) == 1);
        const FlowLookup::Result found = table.Find(key);
        CHECK(found.entry == &entries[mask]);
        CHECK(found.probes == 1);
    }
    // Then from the most specific one on they go, and what is empty is skipped.
    for (size_t mask = 0; mask + 1 < kFlowMaskCount; ++mask)
    {
        table.Remove(static_cast<FlowMask>(mask), key);
        CHECK(table.Find(key).entry == &entries[mask + 1]);
        CHECK(table.Find(key).probes == 1);
    }
}

TEST_CASE("each mask leaves out what it should")
{
    const FlowKey key = Key(1, 1000, 2, 80);
    FlowKey otherProtocol = key;
    otherProtocol.protocol = kProtocolTcp;
    FlowKey otherVersion = key;
    otherVersion.etherType = kEtherTypeIpv6;
    const std::vector<FlowKey> variants{Key(9, 1000, 2, 80),
                                        Key(1, 9, 2, 80),
                                        Key(1, 1000, 9, 80),
                                        Key(1, 1000, 2, 9),
                                        otherVersion,
                                        otherProtocol};
    // By mask, whether a packet matches that differs in: remote address, remote port, local address,
    // local port, version, protocol.
    const std::vector<std::vector<bool>> matches{{false, false, false, false, false, false},
                                                 {true, false, false, false, false, false},
                                                 {true, true, false, false, false, false},
                                                 {true, true, true, false, true, false},
                                                 {false, true, false, true, false, false},
                                                 {true, true, false, true, false, false},
                                                 {true, true, true, true, true, false}};
    for (size_t mask = 0; mask < kFlowMaskCount; ++mask)
    {
        FlowLookup table;
        FlowEntry entry;
        table.Add(static_cast<FlowMask>(mask), key, entry);
        for (size_t variant = 0; variant < variants.size(); ++variant)
        {
            CAPTURE(mask);
            CAPTURE(variant);
            CHECK((table.Find(variants[variant]).entry != nullptr) == matches[mask][variant]);
        }
    }
}

TEST_CASE("a listener's packets probe the masks before it")
{
    FlowLookup table;
    FlowEntry connected;
    FlowEntry listener;
    table.Add(FlowMask::FiveTuple, Key(1, 1000, 2, 80), connected);
    table.Add(FlowMask::TwoTuple, Key(0, 0, 0, 80), listener);
    CHECK(table.Find(Key(3, 1000, 2, 80)).entry == &listener);
    CHECK(table.Find(Key(3, 1000, 2, 80)).probes == 2);
    CHECK(table.Find(Key(3, 1000, 2, 81)).entry == nullptr);
    CHECK(table.Find(Key(3, 1000, 2, 81)).probes == 2);
}

TEST_CASE("two entries of one mask and the same fields are refused")
{
    FlowLookup table;
    FlowEntry one;
    FlowEntry two;
    table.Add(FlowMask::ThreeTuple, Key(1, 1000, 2, 80), one);
    table.Add(FlowMask::FiveTuple, Key(1, 1000, 2, 80), two);
    CHECK_THROWS_AS(table.Add(FlowMask::ThreeTuple, Key(5, 6, 2, 80), two), std::invalid_argument);
}

} // namespace flow_lookup_test
