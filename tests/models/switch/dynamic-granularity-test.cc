// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/crossbar-star.h"
#include "tests/support/metric-map.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace dynamic_granularity_test
{

namespace
{

using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::SimTime;
using nexsim::testing::CrossbarSetup;
using nexsim::testing::CrossbarStar;
using nexsim::testing::HandFlow;
using nexsim::testing::MetricMap;
using nexsim::testing::Typed;

constexpr int64_t kPercent = 10'000'000;
constexpr int64_t kTenGigabit = 10'000'000'000;
constexpr int64_t kSpan = (1000 + 38) * 800; // of 1000 B at 10 Gb/s

/** One module of host 0 at 10 Gb/s and slower ones; samples every 10 us. */
CrossbarSetup
OneModule(int64_t pool, int64_t holdDownMicroseconds, size_t ports)
{
    CrossbarSetup setup;
    setup.depth = 1;
    setup.attributes = {{"PortsPerInputModule", static_cast<int64_t>(ports)},
                        {"PortsPerOutputModule", static_cast<int64_t>(ports)}};
    setup.queueing = Typed("DynamicGranularityQueueingSystem",
                           {{"Window", MicroSeconds(10).Value()},
                            {"HoldUp", MicroSeconds(20).Value()},
                            {"HoldDown", MicroSeconds(holdDownMicroseconds).Value()},
                            {"BackPressureUp", 100 * kPercent},
                            {"Pool", pool}});
    return setup;
}

void
SendSome(HandFlow& flow, int count)
{
    for (int i = 0; i < count; ++i)
    {
        flow.Send(1000);
    }
}

void
CheckOrder(const CrossbarStar& star, size_t packets)
{
    REQUIRE(star.entry->arrivals.size() == packets);
    for (size_t i = 0; i < packets; ++i)
    {
        CHECK(star.entry->arrivals[i].packet.number == i);
    }
}

} // namespace

TEST_CASE(
    "dynamic granularity: after the hold time a port's new packets wait in a fine queue, which "
    "stands still until the older ones have left")
{
    CrossbarStar star(OneModule(1, 100'000, 3), {kTenGigabit, 100'000'000, kTenGigabit});
    HandFlow flow = star.Flow(0, 1);
    SendSome(flow, 10); // far above the port's rate at the first sample
    star.net.Run(MicroSeconds(25));
    flow.Send(1000);
    star.net.Run(MicroSeconds(29));
    CHECK(MetricMap(star.Find("sw/queueing"))["promotions"] == 0);
    star.net.Run(MicroSeconds(31));
    CHECK(MetricMap(star.Find("sw/queueing"))["promotions"] == 1);
    CHECK(MetricMap(star.Find("sw/queueing"))["queues_in_use"] == 2);
    SendSome(flow, 5);
    star.net.Run(MilliSeconds(5));
    CheckOrder(star, 16);
    // The first packet comes to its link at span + crossing, and each takes 100 spans there. The
    // eleventh, the last of the coarse queue, crosses when the tenth has left the stage.
    const int64_t crossing = kSpan * 100 / 201;
    const int64_t cleared = kSpan + crossing + 900 * kSpan;
    const MetricMap metrics(star.Find("sw/queueing"));
    const auto& barriers = metrics.Distribution("barrier_time");
    REQUIRE(barriers.Count() == 1);
    CHECK(static_cast<int64_t>(barriers.Sum()) == cleared - MicroSeconds(30).Value());
}

TEST_CASE("dynamic granularity: a port that is promoted no longer holds up the others")
{
    CrossbarStar star(OneModule(1, 100'000, 3), {kTenGigabit, 100'000'000, kTenGigabit});
    HandFlow hot = star.Flow(0, 1);
    HandFlow light = star.Flow(0, 2);
    SendSome(hot, 3);
    star.net.Run(MicroSeconds(25));
    hot.Send(1000);
    star.net.Run(MicroSeconds(400)); // promoted at 30 us; the coarse queue is empty
    SendSome(hot, 10);
    light.Send(1000);
    star.net.Run(MicroSeconds(420));
    const auto& arrivals = star.entry->arrivals;
    CHECK(arrivals.back().packet.flow != arrivals.front().packet.flow);
    CHECK(MetricMap(star.Find("sw/queueing"))["length"] == 8);
}

TEST_CASE("dynamic granularity: a cool port gives its queue back when it is empty, in order")
{
    CrossbarStar star(OneModule(1, 200, 3), {kTenGigabit, 100'000'000, kTenGigabit});
    HandFlow flow = star.Flow(0, 1);
    SendSome(flow, 10);
    star.net.Run(MicroSeconds(25));
    flow.Send(1000);
    star.net.Run(MicroSeconds(35));
    SendSome(flow, 4);
    star.net.Run(MicroSeconds(600));
    // Cool since 100 us or so, it has packets: it is leaving, and new packets join the fine queue.
    MetricMap leaving(star.Find("sw/queueing"));
    CHECK(leaving["demotions"] == 1);
    CHECK(leaving["fine_queues"] == 1);
    flow.Send(1000);
    star.net.Run(MicroSeconds(1500)); // all have left
    CHECK(MetricMap(star.Find("sw/queueing"))["fine_queues"] == 0);
    SendSome(flow, 2);
    star.net.Run(MilliSeconds(5));
    CheckOrder(star, 18);
}

TEST_CASE(
    "dynamic granularity: a leaving port that is hot again keeps its queue: a second promotion")
{
    CrossbarStar star(OneModule(1, 50, 3), {kTenGigabit, 100'000'000, kTenGigabit});
    HandFlow flow = star.Flow(0, 1);
    SimTime now;
    const auto feed = [&](int windows, int packets) {
        for (int i = 0; i < windows; ++i)
        {
            SendSome(flow, packets);
            now = now + MicroSeconds(10);
            star.net.Run(now);
        }
    };
    feed(6, 1);
    feed(20, 0); // what waits takes longer than that
    CHECK(MetricMap(star.Find("sw/queueing"))["demotions"] == 1);
    feed(8, 1);
    const MetricMap again(star.Find("sw/queueing"));
    CHECK(again["promotions"] == 2);
    CHECK(again["moved_parts"] == 1);
    CHECK(again["fine_queues"] == 1);
    star.net.Run(MilliSeconds(3));
    CheckOrder(star, 14);
}

TEST_CASE("dynamic granularity: the higher class goes first, wherever it waits")
{
    // A line of 2 Gb/s; port 1 is promoted, then four packets for port 2 wait in the coarse queue.
    for (const uint8_t dscpOfFine : {uint8_t{0}, uint8_t{63}})
    {
        const uint8_t dscpOfCoarse = dscpOfFine == 0 ? 63 : 0;
        CrossbarSetup setup = OneModule(2, 100'000, 3);
        setup.attributes["Speedup"] = 10 * kPercent;
        setup.queueing.Set("Classes", ns3::Create<nexsim::IntegerValue>(2));
        CrossbarStar star(setup, {kTenGigabit, 100'000'000, kTenGigabit});
        HandFlow fine = star.Flow(0, 1);
        HandFlow coarse = star.Flow(0, 2);
        SendSome(fine, 3);
        star.net.Run(MicroSeconds(25));
        fine.Send(1000);
        star.net.Run(MicroSeconds(500));
        REQUIRE(MetricMap(star.Find("sw/queueing"))["fine_queues"] == 2);
        for (int i = 0; i < 4; ++i)
        {
            coarse.Send(1000, dscpOfCoarse);
        }
        fine.Send(1000, dscpOfFine);
        coarse.Send(1000, dscpOfCoarse);
        star.net.Run(MicroSeconds(508)); // all are here; the first has crossed
        CHECK(MetricMap(star.Find("sw/queueing"))["length"] == 4);
        star.net.Run(MicroSeconds(512));
        const auto sent = MetricMap(star.Find("sw/port[h1]#1"))["sent_packets"];
        CHECK(sent == (dscpOfFine == 63 ? 5 : 4));
    }
}

TEST_CASE("dynamic granularity: the worst port gets the last queue, keeps it while it is hot, and "
          "yields it at once below its lower threshold")
{
    CrossbarStar star(OneModule(1, 1'000'000, 3), {kTenGigabit, 200'000'000, 100'000'000});
    HandFlow bad = star.Flow(0, 1);
    HandFlow worse = star.Flow(0, 2);
    SimTime now;
    const auto feed = [&](int windows, bool both) {
        for (int i = 0; i < windows; ++i)
        {
            bad.Send(1000); // 0.83 Gb/s
            if (both)
            {
                worse.Send(1000);
            }
            now = now + MicroSeconds(10);
            star.net.Run(now);
        }
    };
    feed(20, true);
    const MetricMap first(star.Find("sw/queueing"));
    CHECK(first["promotions"] == 1);
    CHECK(first["demotions"] == 0);
    CHECK(first["refused_parts"] >= 15);
    // The port of 100 Mb/s is offered eight times its rate, the other four times.
    const size_t before = star.entry->arrivals.size();
    feed(2000, false); // the worse one cools down, drains, and gives its queue to the other
    const MetricMap then(star.Find("sw/queueing"));
    CHECK(star.entry->arrivals.size() > before);
    CHECK(then["demotions"] == 1);
    CHECK(then["promotions"] == 2);
    CHECK(then["fine_queues_max"] == 1);
    CHECK(MetricMap(*star.node)["reordered_packets"] == 0);
}

TEST_CASE("dynamic granularity: while one port's queue is still leaving, no second port yields")
{
    CrossbarStar star(OneModule(2, 1'000'000, 4),
                      {kTenGigabit, 100'000'000, 100'000'000, 100'000'000});
    HandFlow first = star.Flow(0, 1);
    HandFlow second = star.Flow(0, 2);
    HandFlow third = star.Flow(0, 3);
    SimTime now;
    const auto feed = [&](int windows, const std::vector<HandFlow*>& flows) {
        for (int i = 0; i < windows; ++i)
        {
            for (HandFlow* flow : flows)
            {
                flow->Send(1000);
            }
            now = now + MicroSeconds(10);
            star.net.Run(now);
        }
        return MetricMap(star.Find("sw/queueing"));
    };
    CHECK(feed(20, {&first, &second})["fine_queues"] == 2);
    // Both are offered nothing any more, but need more than a millisecond to drain.
    const MetricMap waiting = feed(20, {&third});
    CHECK(waiting["fine_queues"] == 2);
    CHECK(waiting["refused_parts"] >= 5);
    CHECK(waiting["demotions"] == 1);
    const MetricMap then = feed(300, {&third});
    CHECK(then["promotions"] == 3);
    CHECK(then["demotions"] == 1);
    CHECK(then["fine_queues"] == 2);
    CHECK(MetricMap(*star.node)["reordered_packets"] == 0);
}

TEST_CASE(
    "dynamic granularity: parts of a port's traffic are moved step by step, the largest first")
{
    CrossbarSetup setup;
    setup.attributes = {{"PortsPerInputModule", 1}, {"PortsPerOutputModule", 4}};
    setup.queueing = Typed("DynamicGranularityQueueingSystem",
                           {{"Window", MicroSeconds(10).Value()},
                            {"HoldUp", MicroSeconds(10).Value()},
                            {"Classes", 2},
                            {"Pool", 5}});
    CrossbarStar star(setup, {kTenGigabit, kTenGigabit, kTenGigabit, 100'000'000});
    std::vector<HandFlow> flows;
    for (const size_t from : {0U, 1U, 2U})
    {
        flows.push_back(star.Flow(from, 3, static_cast<uint16_t>(9 + from)));
    }
    std::vector<int64_t> queues;
    std::vector<int64_t> refused;
    for (int window = 1; window <= 5; ++window)
    {
        SendSome(flows[0], 1);
        SendSome(flows[1], 3);
        SendSome(flows[2], 2);
        star.net.Run(MicroSeconds(10 * window) + SimTime(1));
        const MetricMap metrics(star.Find("sw/queueing"));
        queues.push_back(metrics["fine_queues"]);
        refused.push_back(metrics["refused_parts"]);
    }
    // Hot at the first sample, for as long as it takes at the second; two queues for each input.
    CHECK(queues == std::vector<int64_t>{0, 2, 4, 4, 4});
    CHECK(refused == std::vector<int64_t>{0, 0, 0, 1, 2});
    CHECK(MetricMap(star.Find("sw/queueing"))["promotions"] == 1);
    CHECK(MetricMap(star.Find("sw/queueing"))["moved_parts"] == 2);
}

TEST_CASE("dynamic granularity: an input module that sends nothing to a hot port takes no queues")
{
    CrossbarSetup setup;
    setup.attributes = {{"PortsPerInputModule", 1}, {"PortsPerOutputModule", 4}};
    setup.queueing = Typed("DynamicGranularityQueueingSystem",
                           {{"Window", MicroSeconds(10).Value()}, {"HoldUp", 0}, {"Step", 4}});
    CrossbarStar star(setup, {kTenGigabit, kTenGigabit, kTenGigabit, 100'000'000});
    HandFlow first = star.Flow(0, 3);
    HandFlow third = star.Flow(2, 3);
    for (int window = 1; window <= 5; ++window)
    {
        SendSome(first, 2);
        SendSome(third, 2);
        star.net.Run(MicroSeconds(10 * window) + SimTime(1));
    }
    CHECK(MetricMap(star.Find("sw/queueing"))["fine_queues"] == 2);
}

TEST_CASE("dynamic granularity: thresholds the wrong way round and a pool without room are refused")
{
    nexsim::testing::MiniNetwork net;
    CrossbarSetup setup;
    setup.queueing =
        Typed("DynamicGranularityQueueingSystem", {{"Up", 50 * kPercent}, {"Down", 60 * kPercent}});
    CHECK_THROWS_WITH_AS(net.AddNode("sw", nexsim::testing::SwitchOf(setup)),
                         doctest::Contains("Down"),
                         std::invalid_argument);
    setup.queueing = Typed("DynamicGranularityQueueingSystem", {{"Classes", 8}, {"Pool", 7}});
    CHECK_THROWS_WITH_AS(net.AddNode("sw", nexsim::testing::SwitchOf(setup)),
                         doctest::Contains("Pool of 7"),
                         std::invalid_argument);
}

} // namespace dynamic_granularity_test
