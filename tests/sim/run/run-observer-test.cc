// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/run-observer.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace run_observer_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** Two hosts at a switch; 500 B every 4 us from a to b. */
struct Pair : ScenarioMaker
{
    size_t a = Host("a");
    size_t sw = Switch("sw");
    size_t b = Host("b");

    explicit Pair(SimTime duration) : ScenarioMaker(duration)
    {
        Link(a, sw);
        Link(sw, b, BitRate(1'000'000'000));
        Traffic("web", "ConstantRateSource", a, b, 500);
    }
};

std::ptrdiff_t
CountOf(const RunRecord& record, const std::string& part)
{
    const auto paths = record.metrics.GetPaths();
    return std::count_if(paths.begin(), paths.end(), [&part](const std::string& path) {
        return path.find(part) != std::string::npos;
    });
}

} // namespace

TEST_CASE("a window without length, before time or beyond the run is refused")
{
    for (const WindowSpec& window : {WindowSpec{MicroSeconds(5), MicroSeconds(5)},
                                     WindowSpec{MicroSeconds(6), MicroSeconds(5)},
                                     WindowSpec{SimTime(-1), MicroSeconds(5)},
                                     WindowSpec{SimTime(0), MilliSeconds(1) + SimTime(1)}})
    {
        Pair made(MilliSeconds(1));
        made.run.measure.windows = {window};
        CHECK_THROWS_AS(Run(made.run), std::invalid_argument);
    }
    Pair whole(MilliSeconds(1));
    whole.run.measure.windows = {{SimTime(0), MilliSeconds(1)}};
    CHECK(IntegerOf(Run(whole.run), "web/sent_packets@0s-1ms") == 250);
}

TEST_CASE("a window is reported once however often it is asked for, and by both of its ends")
{
    Pair made(MilliSeconds(1));
    const WindowSpec first{MicroSeconds(100), MicroSeconds(200)};
    const WindowSpec longer{MicroSeconds(100), MicroSeconds(300)};
    made.run.measure.windows = {first, longer, first};
    const RunRecord record = Run(made.run);
    CHECK(CountOf(record, "web/sent_packets@100us-200us") == 1);
    CHECK(IntegerOf(record, "web/sent_packets@100us-200us") == 25);
    CHECK(IntegerOf(record, "web/sent_packets@100us-300us") == 50);
}

TEST_CASE("maxima begin anew at the end of warm-up, and windows have none")
{
    Pair made(MilliSeconds(2));
    made.run.warmup = MilliSeconds(1);
    made.run.traffic[0].source.Set("Rate", ns3::Create<IntegerValue>(2'000'000'000));
    made.run.changes = {
        {MicroSeconds(20), "web", "", "Rate", ns3::Create<IntegerValue>(100'000'000)}};
    made.run.measure.windows = {{SimTime(0), MilliSeconds(2)}};
    const RunRecord record = Run(made.run);
    CHECK(IntegerOf(record, "sw/port[b]/queue/length_max") <= 1);
    CHECK(CountOf(record, "length_max@") == 0);
    CHECK(CountOf(record, "/length@") > 0);
    made.run.warmup = SimTime(0);
    CHECK(IntegerOf(Run(made.run), "sw/port[b]/queue/length_max") > 1);
}

TEST_CASE("the tie policy of the scenario is that of the run")
{
    std::set<int64_t> firstLost;
    for (const uint64_t seed : {1, 2, 3})
    {
        ScenarioMaker made(MicroSeconds(200));
        const size_t out = made.Host("out");
        const size_t sw = made.Switch("sw");
        for (const char* name : {"first", "second"})
        {
            const size_t host = made.Host(std::string("of-") + name);
            made.Link(host, sw);
            made.Traffic(name, "ConstantRateSource", host, out, 500);
        }
        Blueprint queue(ns3::TypeId::LookupByName("nexsim::FifoQueueDisc"));
        queue.Set("MaxPackets", ns3::Create<IntegerValue>(1));
        Blueprint port(ns3::TypeId::LookupByName("nexsim::SwitchPort"));
        port.Set("Queue", ns3::Create<BlueprintValue>(queue));
        made.Link(sw, out, BitRate(1'000'000'000)).portA = port;
        made.run.ties = TiePolicy::Seeded;
        made.run.tieSeed = seed;
        const RunRecord record = Run(made.run);
        CHECK(record.ties.policy == "seeded");
        firstLost.insert(IntegerOf(record, "first/dropped_packets"));
    }
    CHECK(firstLost.size() > 1);
}

TEST_CASE("each NIC receives what its own link brings, whichever end of the link it is")
{
    for (const bool listedFirst : {false, true})
    {
        ScenarioMaker made(MicroSeconds(100));
        const size_t out = made.Host("out");
        for (const char* name : {"x", "y"})
        {
            const size_t host = made.Host(name);
            listedFirst ? made.Link(out, host) : made.Link(host, out);
            made.Traffic(std::string("of-") + name, "ConstantRateSource", host, out, 500);
        }
        const RunRecord record = Run(made.run);
        int64_t receiving = 0;
        for (const Metric& metric : record.metrics)
        {
            const bool isOurs = metric.path.rfind("out/", 0) == 0 &&
                                metric.path.find("/rx[") == std::string::npos &&
                                metric.path.find("/received_packets") != std::string::npos;
            receiving += isOurs && std::get<int64_t>(metric.value) > 10 ? 1 : 0;
        }
        CHECK(receiving == 2);
    }
}

} // namespace run_observer_test
