// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-lookup.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>
#include <vector>

namespace nexsim
{

// The table holds pointers and never looks behind them.
class FlowEntry
{
};

} // namespace nexsim

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

/** A look-up without a packet before it. */
FlowLookup::Result
FindFresh(const FlowLookup& table, const FlowKey& key)
{
    FlowLookup::Previous none;
    return table.Find(key, none);
}

} // namespace

TEST_CASE("masks are tried from the most specific on, and those without entries cost nothing")
{
    FlowLookup table;
    std::vector<FlowEntry> entries(kFlowMaskCount);
    const FlowKey key = Key(1, 1000, 2, 80);
    CHECK(FindFresh(table, key).entry == nullptr);
    CHECK(FindFresh(table, key).probes == 0);
    // From the least specific mask on: each new entry takes the packet from the one before.
    for (size_t left = kFlowMaskCount; left > 0; --left)
    {
        const size_t mask = left - 1;
        table.Add(static_cast<FlowMask>(mask), key, entries[mask]);
        CHECK(table.LiveCount(static_cast<FlowMask>(mask)) == 1);
        const FlowLookup::Result found = FindFresh(table, key);
        CHECK(found.entry == &entries[mask]);
        CHECK(found.probes == 1);
    }
    // Then from the most specific one on they go, and what is empty is skipped.
    for (size_t mask = 0; mask + 1 < kFlowMaskCount; ++mask)
    {
        table.Remove(static_cast<FlowMask>(mask), key);
        CHECK(FindFresh(table, key).entry == &entries[mask + 1]);
        CHECK(FindFresh(table, key).probes == 1);
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
            CHECK((FindFresh(table, variants[variant]).entry != nullptr) == matches[mask][variant]);
        }
    }
}

TEST_CASE("a listener's packets probe the masks before it, and do not become the previous entry")
{
    FlowLookup table;
    FlowEntry connected;
    FlowEntry listener;
    table.Add(FlowMask::FiveTuple, Key(1, 1000, 2, 80), connected);
    table.Add(FlowMask::TwoTuple, Key(0, 0, 0, 80), listener);
    FlowLookup::Previous previous;
    for (int i = 0; i < 2; ++i)
    {
        const FlowLookup::Result found = table.Find(Key(3, 1000, 2, 80), previous);
        CHECK(found.entry == &listener);
        CHECK(found.probes == 2);
        CHECK_FALSE(found.isPreviousHit);
    }
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

TEST_CASE(
    "the previous entry answers exactly when a packet is of the same connected flow as the one "
    "before")
{
    rc::check([] {
        const auto flows = *rc::gen::inRange<uint16_t>(1, 9);
        const auto order =
            *rc::gen::container<std::vector<uint16_t>>(rc::gen::inRange<uint16_t>(0, flows));
        FlowLookup table;
        std::vector<FlowEntry> entries(flows);
        for (uint16_t flow = 0; flow < flows; ++flow)
        {
            table.Add(FlowMask::FiveTuple, Key(1, flow, 2, 80), entries[flow]);
        }
        FlowLookup::Previous previous;
        int before = -1;
        for (const uint16_t flow : order)
        {
            const FlowLookup::Result found = table.Find(Key(1, flow, 2, 80), previous);
            RC_ASSERT(found.entry == &entries[flow]);
            RC_ASSERT(found.isPreviousHit == (flow == before));
            RC_ASSERT(found.probes == (flow == before ? 0 : 1));
            before = flow;
        }
    });
}
