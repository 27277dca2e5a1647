// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-manager.h"
#include "tests/support/nexus-scene.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>
#include <vector>

namespace flow_manager_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

struct Bench
{
    Bench() : costs(NexusCostTable()), channel(ns3::CreateObject<NexusDatapath>())
    {
        flows.Connect(run, costs, "host/nexus");
    }

    FlowIndex Flow(uint16_t remotePort, uint16_t localPort = 80)
    {
        FlowKey key;
        key.protocol = kProtocolUdp;
        key.source = Ipv4Bytes(1);
        key.sourcePort = remotePort;
        key.destination = Ipv4Bytes(2);
        key.destinationPort = localPort;
        return run.Flows().Intern(key);
    }

    FlowEntry* LookUp(FlowIndex flow)
    {
        PacketPtr packet = run.Pool().Allocate();
        packet->flow = flow;
        work.Clear();
        return flows.LookUp(*packet, previous, work);
    }

    Simulation simulation;
    RunContext run;
    CostTable costs;
    FlowManager flows;
    ns3::Ptr<NexusDatapath> channel;
    FlowEntry* previous = nullptr;
    CoreWork work;
};

} // namespace

TEST_CASE("a connected flow costs one probe, or the shortcut right after a packet of its own")
{
    Bench bench;
    const FlowIndex one = bench.Flow(1000);
    const FlowIndex two = bench.Flow(1001);
    bench.flows.Add(one, FlowMask::FiveTuple, *bench.channel);
    bench.flows.Add(two, FlowMask::FiveTuple, *bench.channel);
    FlowEntry* const entry = bench.LookUp(one);
    REQUIRE(entry != nullptr);
    CHECK(bench.work.Total() == NanoSeconds(60));
    CHECK(bench.LookUp(one) == entry);
    CHECK(bench.work.Total() == NanoSeconds(10));
    CHECK(bench.LookUp(two) != entry);
    CHECK(bench.work.Total() == NanoSeconds(60));
    CHECK(bench.LookUp(one) == entry);
    CHECK(bench.work.Total() == NanoSeconds(60));
    CHECK(bench.flows.LookUps() == 4);
    CHECK(bench.flows.PreviousHits() == 1);
    CHECK(bench.flows.Probes() == 3);
}

TEST_CASE(
    "the shortcut is for connected flows alone; a listener has one entry for all of its flows")
{
    Bench bench;
    const FlowIndex one = bench.Flow(1000);
    const FlowIndex two = bench.Flow(1001);
    bench.flows.Add(one, FlowMask::TwoTuple, *bench.channel);
    bench.flows.Add(two, FlowMask::TwoTuple, *bench.channel);
    CHECK(bench.flows.EntryCount() == 1);
    FlowEntry* const entry = bench.LookUp(one);
    REQUIRE(entry != nullptr);
    CHECK(bench.LookUp(two) == entry);
    CHECK(bench.LookUp(two) == entry);
    CHECK(bench.work.Total() == NanoSeconds(60));
    CHECK(bench.flows.PreviousHits() == 0);
    // A connected flow of another port makes its mask live: listeners are found one probe later.
    bench.flows.Add(bench.Flow(1000, 81), FlowMask::FiveTuple, *bench.channel);
    CHECK(bench.LookUp(one) == entry);
    CHECK(bench.work.Total() == NanoSeconds(120));
}

TEST_CASE("a packet of no entry is the host's, after a probe per live mask")
{
    Bench bench;
    const FlowIndex other = bench.Flow(1, 9);
    CHECK(bench.LookUp(other) == nullptr);
    CHECK(bench.work.Total() == SimTime(0));
    bench.flows.Add(bench.Flow(1000), FlowMask::FiveTuple, *bench.channel);
    bench.flows.Add(bench.Flow(1000, 81), FlowMask::ThreeTuple, *bench.channel);
    CHECK(bench.LookUp(other) == nullptr);
    CHECK(bench.work.Total() == NanoSeconds(120));
    CHECK(bench.flows.NotFound() == 2);
}

TEST_CASE("two channels cannot listen alike; a connected flow goes to the last that asked for it")
{
    Bench bench;
    const auto second = ns3::CreateObject<NexusDatapath>();
    const FlowIndex flow = bench.Flow(1000);
    bench.flows.Add(flow, FlowMask::ThreeTuple, *bench.channel);
    CHECK_THROWS_AS(bench.flows.Add(bench.Flow(1001), FlowMask::ThreeTuple, *second),
                    std::invalid_argument);
    const FlowIndex connected = bench.Flow(1002);
    bench.flows.Add(connected, FlowMask::FiveTuple, *bench.channel);
    bench.flows.Add(connected, FlowMask::FiveTuple, *second);
    CHECK(bench.LookUp(connected)->channel == ns3::PeekPointer(second));
}

TEST_CASE("the entry of a flow that is over goes when its index gets another key")
{
    Bench bench;
    for (uint16_t port = 1000; port < 1100; ++port)
    {
        const FlowIndex flow = bench.Flow(port);
        bench.flows.Add(flow, FlowMask::FiveTuple, *bench.channel);
        REQUIRE(bench.LookUp(flow) != nullptr);
        CHECK(bench.LookUp(flow)->key.sourcePort == port);
        bench.run.Flows().Retire(flow);
    }
    CHECK(bench.flows.EntryCount() == 1);
    // The index goes to a flow that no channel listens to: the old entry is not its entry.
    const FlowIndex other = bench.Flow(7, 7);
    REQUIRE(other == 0);
    CHECK(bench.LookUp(other) == nullptr);
}

TEST_CASE("the packet before answers exactly when it was of the same flow")
{
    CHECK(rc::check([] {
        Bench bench;
        const auto count = *rc::gen::inRange<uint16_t>(1, 9);
        const auto order =
            *rc::gen::container<std::vector<uint16_t>>(rc::gen::inRange<uint16_t>(0, count));
        for (uint16_t flow = 0; flow < count; ++flow)
        {
            bench.flows.Add(bench.Flow(flow), FlowMask::FiveTuple, *bench.channel);
        }
        int before = -1;
        for (const uint16_t flow : order)
        {
            const int64_t hits = bench.flows.PreviousHits();
            RC_ASSERT(bench.LookUp(bench.Flow(flow))->key.sourcePort == flow);
            RC_ASSERT(bench.flows.PreviousHits() - hits == (flow == before ? 1 : 0));
            before = flow;
        }
    }));
}

} // namespace flow_manager_test
