// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/path-finder.h"
#include "sim/run/run-simulation.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

namespace path_finder_test
{

using namespace nexsim;
using namespace nexsim::testing;

TEST_CASE("a path has the rate, delay and overhead of each hop in its direction")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t a = made.Host("a");
    const size_t sw = made.Switch("sw");
    const size_t b = made.Host("b");
    made.Link(a, sw, BitRate(40), MicroSeconds(2));
    LinkSpec& last = made.Link(b, sw, BitRate(10), MicroSeconds(7));
    last.backward.Set("Rate", ns3::Create<IntegerValue>(11));
    last.backward.Set("Overhead", ns3::Create<IntegerValue>(5));
    last.backward.Set("Mtu", ns3::Create<IntegerValue>(900));
    last.forward.Set("Mtu", ns3::Create<IntegerValue>(1000)); // the first link of the way back
    RunSimulation simulation(made.run);
    PathFinder paths(simulation.GetNetwork());
    const PathProfile there = paths.Find(a, b);
    REQUIRE(there.hops.size() == 2);
    CHECK(there.hops[0].rate == BitRate(40));
    CHECK(there.hops[0].delay == MicroSeconds(2));
    CHECK(there.hops[0].overhead == Bytes(38));
    CHECK(there.hops[1].rate == BitRate(11));
    CHECK(there.hops[1].delay == MicroSeconds(7));
    CHECK(there.hops[1].overhead == Bytes(5));
    CHECK(paths.FindMtu(a, b) == Bytes(900));
    const PathProfile back = paths.Find(b, a);
    CHECK(back.hops[0].rate == BitRate(10));
    CHECK(back.hops[0].overhead == Bytes(38));
    CHECK(paths.FindMtu(b, a) == Bytes(1000));
}

TEST_CASE("the bottleneck is the link that carries the fewest IP bits, not the slowest wire")
{
    PathProfile path;
    path.hops = {{BitRate(1'000'000), SimTime(0), Bytes(0)},
                 {BitRate(1'100'000), SimTime(0), Bytes(100)}};
    CHECK(BottleneckRate(path, 100) == BitRate(550'000));
    CHECK(BottleneckRate(path, 10'000) == BitRate(1'000'000));
}

TEST_CASE("the bottleneck's rate is rounded to the nearest bit per second")
{
    PathProfile path;
    path.hops = {{BitRate(10), SimTime(0), Bytes(1)}};
    CHECK(BottleneckRate(path, 2) == BitRate(7)); // 6.67
    path.hops = {{BitRate(11), SimTime(0), Bytes(1)}};
    CHECK(BottleneckRate(path, 2) == BitRate(7)); // 7.33
}

} // namespace path_finder_test
