// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/pair-source.h"
#include "sim/run/run-simulation.h"
#include "tests/sim/run/scenario-maker.h"

#include "ns3/string.h"
#include <doctest/doctest.h>

namespace traffic_builder_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** Three hosts at a switch; the one called slow has 1 Gbps, the others 10. */
struct Star : ScenarioMaker
{
    size_t sw = Switch("sw");
    size_t a = Host("a");
    size_t b = Host("b");
    size_t slow = Host("slow");

    Star() : ScenarioMaker(MilliSeconds(1))
    {
        Link(a, sw);
        Link(b, sw);
        Link(slow, sw, BitRate(1'000'000'000));
    }
};

std::vector<std::string>
SourcePaths(RunSimulation& simulation, size_t entry = 0)
{
    std::vector<std::string> paths;
    for (const auto& source : simulation.GetNetwork().traffic[entry].sources)
    {
        paths.push_back(source->Path());
    }
    return paths;
}

BitRate
RateOf(RunSimulation& simulation, size_t source)
{
    const auto& sources = simulation.GetNetwork().traffic[0].sources;
    return dynamic_cast<const PairSource&>(*sources.at(source)).Rate();
}

using Paths = std::vector<std::string>;

} // namespace

TEST_CASE("a source is named by its entry and its ends")
{
    Star made;
    made.run.nodes[made.b].apps = {{"sink", Blueprint(App::GetTypeId())}};
    TrafficSpec& spec = made.Traffic("web", "ConstantRateSource", made.a, made.b);
    spec.from.push_back({made.slow, ""});
    spec.to = {{made.b, "sink"}};
    RunSimulation simulation(made.run);
    CHECK(SourcePaths(simulation) == Paths{"web/a>b/sink", "web/slow>b/sink"});
}

TEST_CASE("a pair listed twice has two sources with names of their own")
{
    Star made;
    TrafficSpec& spec = made.Traffic("web", "ConstantRateSource", made.a, made.b);
    spec.from.push_back(spec.from[0]);
    RunSimulation simulation(made.run);
    CHECK(SourcePaths(simulation) == Paths{"web/a>b", "web/a>b#2"});
}

TEST_CASE("a sender's rate is divided over its receivers")
{
    Star made;
    TrafficSpec& spec = made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    spec.to.push_back({made.slow, ""});
    const RunRecord record = Run(made.run);
    CHECK(DoubleOf(record, "web/offered") == 1e9);
    CHECK(IntegerOf(record, "a-sw/forward/transmitted_packets") == 250);
    CHECK(IntegerOf(record, "slow-sw/backward/transmitted_packets") == 125);
}

TEST_CASE("a load is a share of the slowest link's wire rate")
{
    Star made;
    made.Traffic("web", "ConstantRateSource", made.a, made.slow, 462).load = Ratio(500'000'000);
    RunSimulation simulation(made.run);
    // Half of 1 Gbps, of whose 500 B per packet 462 are IP.
    CHECK(RateOf(simulation, 0) == BitRate(462'000'000));
}

TEST_CASE("the rate of a load is rounded to the nearest bit per second and at least one")
{
    // Of 924 Mbps.
    for (const auto& [load, rate] : {std::pair(0, 1), std::pair(1, 1), std::pair(2, 2)})
    {
        Star made;
        made.Traffic("web", "ConstantRateSource", made.a, made.slow, 462).load = Ratio(load);
        RunSimulation simulation(made.run);
        CHECK(RateOf(simulation, 0) == BitRate(rate));
    }
}

TEST_CASE("a load fills its share of the wire")
{
    Star made;
    made.Traffic("web", "ConstantRateSource", made.a, made.slow, 462).load = Ratio(250'000'000);
    made.run.warmup = MicroSeconds(100);
    const RunRecord record = Run(made.run);
    CHECK(DoubleOf(record, "slow-sw/backward/utilisation") == doctest::Approx(0.25).epsilon(0.01));
}

TEST_CASE("a load of a source that counts payload fills the same share")
{
    Star made;
    TrafficSpec& spec = made.Traffic("web", "FlowSource", made.a, made.slow, 462);
    spec.load = Ratio(500'000'000);
    spec.source.SetPart("Size", Constantly(10'000));
    RunSimulation simulation(made.run);
    CHECK(RateOf(simulation, 0) == BitRate(462'000'000 / 462 * (462 - 28)));
}

TEST_CASE("hosts that no path connects are refused by name")
{
    Star made;
    const size_t island = made.Host("island");
    made.Traffic("web", "ConstantRateSource", made.a, island);
    CHECK_THROWS_WITH_AS(RunSimulation(made.run),
                         "no path leads from a to island",
                         std::invalid_argument);
}

TEST_CASE("an end that is no host or no application is refused by name")
{
    Star made;
    made.Traffic("web", "ConstantRateSource", made.a, made.b).to = {{made.b, "sink"}};
    CHECK_THROWS_WITH_AS(RunSimulation(made.run),
                         "b/sink is no end of traffic",
                         std::invalid_argument);
}

TEST_CASE("a replay plays between the owners of its addresses, within the MTU of their links")
{
    Star made;
    TrafficSpec spec;
    spec.name = "capture";
    spec.source = Blueprint(ns3::TypeId::LookupByName("nexsim::ReplaySource"));
    spec.source.Set("File",
                    ns3::Create<ns3::StringValue>("scenarios/data/captures/web-dns-bulk.pcap"));
    spec.map = {{"10.0.0.1", {made.a, ""}}, {"10.0.0.2", {made.slow, ""}}};
    made.run.traffic.push_back(spec);
    made.run.duration = Seconds(10);
    made.run.links[2].backward.Set("Mtu", ns3::Create<IntegerValue>(1000));
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::Done);
    CHECK(IntegerOf(record, "capture/delivered_packets") > 100);
    CHECK(IntegerOf(record, "capture/dropped_packets") == 0);
    CHECK(record.metrics.Find("capture/replay/replayed_packets") != std::nullopt);
}

} // namespace traffic_builder_test
