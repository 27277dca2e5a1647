// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/route-control.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace route_control_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

Blueprint
RoutingOf(SimTime convergence)
{
    Blueprint routing(RouteControl::GetTypeId());
    routing.Set("ConvergenceTime", ns3::Create<IntegerValue>(convergence));
    return routing;
}

/** Two leaves with two hosts each and three spines: links 0 to 2 are leaf0's, 3 to 5 leaf1's, then
 * those of the hosts. */
struct LeafSpine : ScenarioMaker
{
    std::vector<size_t> hosts;

    explicit LeafSpine(SimTime duration, int64_t convergence = 0) : ScenarioMaker(duration)
    {
        std::vector<size_t> leaves{Switch("leaf0"), Switch("leaf1")};
        std::vector<size_t> spines{Switch("spine0"), Switch("spine1"), Switch("spine2")};
        for (const size_t leaf : leaves)
        {
            for (const size_t spine : spines)
            {
                Link(leaf, spine, BitRate(1'000'000'000));
            }
        }
        for (size_t i = 0; i < 4; ++i)
        {
            hosts.push_back(Host("h" + std::to_string(i)));
            Link(leaves[i / 2], hosts.back(), BitRate(1'000'000'000));
        }
        run.routing = RoutingOf(SimTime(convergence));
    }

    void At(SimTime at, size_t link, LinkState state)
    {
        ChangeSpec change;
        change.at = at;
        change.stateOf = {link};
        change.state = state;
        run.changes.push_back(change);
    }

    /** Many flows of 1 Mb/s each, a packet of 1250 B per flow and 10 ms. */
    TrafficSpec& Flows(const std::string& name, size_t from, size_t to, int64_t flows)
    {
        TrafficSpec& spec = Traffic(name, "ConstantRateSource", from, to, 1250);
        spec.source.Set("Rate", ns3::Create<IntegerValue>(1'000'000 * flows));
        spec.source.Set("Flows", ns3::Create<IntegerValue>(flows));
        return spec;
    }
};

int64_t
Lost(const RunRecord& record, const std::string& why)
{
    int64_t packets = 0;
    for (const DropRecord& drop : record.ledger.dropped)
    {
        packets += drop.reason == why ? drop.count.packets : 0;
    }
    return packets;
}

} // namespace

TEST_CASE("until routes follow packets go to the dead port; then all go round it")
{
    LeafSpine net(MilliSeconds(100), MilliSeconds(10).Value());
    net.Flows("web", net.hosts[0], net.hosts[2], 90);
    net.At(MilliSeconds(20), 1, LinkState::Down);
    const RunRecord record = Run(net.run);
    CHECK(record.outcome == ExitCode::Done);
    // Each flow sends once in 10 ms: as many packets are lost as flows went this way, and they move.
    const int64_t lost = Lost(record, "link-down");
    CHECK(lost > 15);
    CHECK(lost < 45);
    CHECK(IntegerOf(record, "network/routing/link_down_packets") == lost);
    CHECK(IntegerOf(record, "network/routing/moved_flows") >= lost);
    CHECK(IntegerOf(record, "network/routing/moved_flows") < 90);
    CHECK(IntegerOf(record, "network/routing/link_changes") == 1);
    CHECK(IntegerOf(record, "network/routing/reconvergences") == 1);
    CHECK(IntegerOf(record, "network/routing/no_route_packets") == 0);
    CHECK(DoubleOf(record, "network/routing/behind") == 0.1);
    CHECK(DoubleOf(record, "leaf0-spine1/forward/down") == 0.8);
    CHECK(DoubleOf(record, "leaf0-spine1/backward/down") == 0.8);
}

TEST_CASE("a host whose link is down has no route at its switch once that is known")
{
    LeafSpine net(MilliSeconds(100), MilliSeconds(10).Value());
    net.Flows("web", net.hosts[0], net.hosts[2], 10); // a packet per millisecond
    net.At(SimTime(20'500'000'000), 8, LinkState::Down);
    net.At(SimTime(60'500'000'000), 8, LinkState::Up);
    const RunRecord record = Run(net.run);
    CHECK(Lost(record, "link-down") == 10);
    CHECK(Lost(record, "no-route") ==
          40); // it is still unknown for 10 ms that the link is up again
    CHECK(IntegerOf(record, "network/routing/no_route_packets") == 40);
    CHECK(IntegerOf(record, "web/delivered_packets") == 50);
}

TEST_CASE("a link that flaps faster than routes follow is avoided as long as it was down, later")
{
    LeafSpine net(MilliSeconds(100), MilliSeconds(10).Value());
    for (const size_t other : {0U, 2U})
    {
        net.At(SimTime(0), other, LinkState::Down); // the first packet finds them down
    }
    net.Flows("web", net.hosts[0], net.hosts[2], 10);
    net.At(SimTime(30'500'000'000), 1, LinkState::Down);
    net.At(SimTime(33'500'000'000), 1, LinkState::Up);
    const RunRecord record = Run(net.run);
    CHECK(IntegerOf(record, "network/routing/link_changes") == 4);
    CHECK(IntegerOf(record, "network/routing/reconvergences") == 3); // two at 0 are known together
    CHECK(Lost(record, "no-route") == 3); // from 40.5 to 43.5 ms there is no other way
    const int64_t early = Lost(record, "link-down") - 3; // in the first 10 ms, on the two others
    CHECK(early > 0);
    CHECK(early <= 10);
    CHECK(IntegerOf(record, "web/delivered_packets") == 100 - 6 - early);
}

TEST_CASE("changes of one instant apply in file order, and what is so already is no change")
{
    LeafSpine net(MilliSeconds(10));
    net.Flows("web", net.hosts[0], net.hosts[2], 30);
    net.At(MilliSeconds(5), 0, LinkState::Down);
    net.At(MilliSeconds(5), 0, LinkState::Down);
    net.At(MilliSeconds(5), 0, LinkState::Up);
    net.At(MilliSeconds(5), 1, LinkState::Up);
    net.At(MilliSeconds(10), 2, LinkState::Down); // at the end, which is not reached
    const RunRecord record = Run(net.run);
    CHECK(IntegerOf(record, "network/routing/link_changes") == 2);
    CHECK(IntegerOf(record, "network/routing/reconvergences") == 1);
    CHECK(IntegerOf(record, "network/routing/moved_flows") == 0);
    CHECK(DoubleOf(record, "leaf0-spine0/forward/down") == 0);
}

TEST_CASE(
    "over any failures all is accounted for, runs repeat, and when all is up again all arrive")
{
    CHECK(rc::check([] {
        const auto convergence = *rc::gen::element<int64_t>(0, 1, 300'000'000, 2'000'000'000);
        LeafSpine net(MilliSeconds(20), convergence);
        if (*rc::gen::arbitrary<bool>())
        {
            for (size_t i = 0; i < 5; ++i)
            {
                net.run.nodes[i].blueprint.Set("Forwarding", ns3::Create<IntegerValue>(1));
            }
        }
        net.run.nodes[0].blueprint.Set("Ecmp",
                                       ns3::Create<IntegerValue>(*rc::gen::inRange<int64_t>(0, 3)));
        for (size_t i = 0; i < 4; ++i)
        {
            TrafficSpec& spec = net.Traffic("t" + std::to_string(i),
                                            "PoissonSource",
                                            net.hosts[i],
                                            net.hosts[(i + 2) % 4],
                                            *rc::gen::inRange<int64_t>(400, 1500));
            spec.source.Set("Rate", ns3::Create<IntegerValue>(150'000'000));
            spec.source.Set("Stop", ns3::Create<IntegerValue>(MilliSeconds(19)));
        }
        const auto changes = *rc::gen::container<std::vector<std::tuple<int64_t, size_t, bool>>>(
            rc::gen::tuple(rc::gen::oneOf(rc::gen::inRange<int64_t>(0, 15'000'000'000),
                                          rc::gen::element<int64_t>(0, 5'000'000'000)),
                           rc::gen::inRange<size_t>(0, 10),
                           rc::gen::arbitrary<bool>()));
        for (const auto& [at, link, up] : changes)
        {
            net.At(SimTime(at), link, up ? LinkState::Up : LinkState::Down);
        }
        std::stable_sort(net.run.changes.begin(),
                         net.run.changes.end(),
                         [](const ChangeSpec& a, const ChangeSpec& b) { return a.at < b.at; });
        for (size_t link = 0; link < 10; ++link)
        {
            net.At(MilliSeconds(15), link, LinkState::Up);
        }
        const RunRecord record = Run(net.run);
        RC_ASSERT(record.outcome == ExitCode::Done); // ledger, pool and rings balance
        RC_ASSERT(SameFingerprint(record, Run(net.run)));
        int64_t held = 0;
        for (const InsideRecord& inside : record.ledger.inside)
        {
            held += inside.count.packets;
        }
        RC_ASSERT(held == 0);
        // What is sent after the last convergence arrives.
        ScenarioRun late = net.run;
        late.warmup = MilliSeconds(18);
        const RunRecord after = Run(late);
        for (size_t i = 0; i < 4; ++i)
        {
            const std::string name = "t" + std::to_string(i);
            RC_ASSERT(IntegerOf(after, name + "/latency/count") +
                          IntegerOf(after, name + "/censored_packets") ==
                      IntegerOf(after, name + "/sent_packets"));
            RC_ASSERT(IntegerOf(after, name + "/dropped_packets") == 0);
        }
    }));
}

} // namespace route_control_test
