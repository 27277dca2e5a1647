// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/run-scenario.h"
#include "tests/sim/run/scenario-maker.h"
#include "tests/support/late-refusal.h"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

namespace run_scenario_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** Two hosts at a switch: 10 Gbps and 1 us in, 1 Gbps and 3 us out. */
struct Pair : ScenarioMaker
{
    size_t a = Host("a");
    size_t sw = Switch("sw");
    size_t b = Host("b");

    explicit Pair(SimTime duration) : ScenarioMaker(duration)
    {
        Link(a, sw);
        Link(sw, b, BitRate(1'000'000'000), MicroSeconds(3));
    }
};

/** Serialisation of an IP packet of this size with Ethernet's overhead, ps. */
int64_t
Span(int64_t size, int64_t gigabits)
{
    return (size + 38) * 8 * 1000 / gigabits;
}

} // namespace

TEST_CASE("a packet alone takes L/C and the propagation of every hop")
{
    Pair made(MilliSeconds(1));
    made.Traffic("small", "ConstantRateSource", made.a, made.b, 100)
        .source.Set("Rate", ns3::Create<IntegerValue>(10'000'000));
    made.Traffic("large", "ConstantRateSource", made.b, made.a, 1401)
        .source.Set("Rate", ns3::Create<IntegerValue>(100'000'000));
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::Done);
    CHECK(record.simulatedPs == MilliSeconds(1).Value());
    const int64_t small = Span(100, 10) + Span(100, 1) + 4'000'000;
    const int64_t large = Span(1401, 10) + Span(1401, 1) + 4'000'000;
    CHECK(IntegerOf(record, "small/latency/min") == small);
    CHECK(IntegerOf(record, "small/latency/max") == small);
    CHECK(DoubleOf(record, "large/latency/mean") == static_cast<double>(large));
    CHECK(DoubleOf(record, "large/stage/propagation/mean") == 4e6);
    CHECK(IntegerOf(record, "large/stage/serialisation/max") == large - 4'000'000);
}

TEST_CASE("every packet is delivered, dropped or inside, and each of these is told by place")
{
    // 2 Gbps into 1 Gbps: the switch's queue of 10 packets overflows.
    Pair made(MilliSeconds(1));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 700)
        .source.Set("Rate", ns3::Create<IntegerValue>(2'000'000'000));
    Blueprint queue(ns3::TypeId::LookupByName("nexsim::FifoQueueDisc"));
    queue.Set("MaxPackets", ns3::Create<IntegerValue>(10));
    Blueprint port(ns3::TypeId::LookupByName("nexsim::SwitchPort"));
    port.Set("Queue", ns3::Create<BlueprintValue>(queue));
    made.run.links[1].portA = port;
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::Done);
    const LedgerRecord& ledger = record.ledger;
    // Packet k leaves at k x 2.8 us.
    CHECK(ledger.born.packets == 358);
    CHECK(IntegerOf(record, "web/sent_packets") == 358);
    REQUIRE(ledger.dropped.size() == 1);
    CHECK(ledger.dropped[0].component == "sw/port[b]/queue");
    CHECK(ledger.dropped[0].reason == "queue-full");
    int64_t inside = 0;
    for (const InsideRecord& held : ledger.inside)
    {
        inside += held.count.packets;
    }
    CHECK(inside > 10);
    CHECK(IntegerOf(record, "web/censored_packets") == inside);
    CHECK(IntegerOf(record, "sw/port[b]/queue/length_max") <= 11);
    CHECK(ledger.born.packets ==
          ledger.delivered.packets + ledger.dropped[0].count.packets + inside);
    CHECK(ledger.born.payloadBytes == 358 * (700 - 28));
    CHECK(IntegerOf(record, "web/delivered_packets") == ledger.delivered.packets);
}

TEST_CASE("metrics cover the time from warm-up to the end only")
{
    Pair whole(MilliSeconds(3));
    whole.Traffic("web", "ConstantRateSource", whole.a, whole.b, 500);
    ScenarioRun late = whole.run;
    late.warmup = MilliSeconds(1);
    const RunRecord all = Run(whole.run);
    const RunRecord rest = Run(late);
    // Packet k leaves at k x 4 us: 250 before 1 ms, which itself belongs to the window.
    CHECK(IntegerOf(all, "web/sent_packets") == 750);
    CHECK(IntegerOf(rest, "web/sent_packets") == 500);
    CHECK(DoubleOf(rest, "web/offered") == 1e9);
    CHECK(IntegerOf(rest, "web/latency/count") < 500);
    CHECK(IntegerOf(rest, "web/latency/count") + IntegerOf(rest, "web/censored_packets") == 500);
    CHECK(all.fingerprint.trajectory == rest.fingerprint.trajectory);
    CHECK(all.ledger.born.packets == rest.ledger.born.packets);
}

TEST_CASE("metrics of windows that divide the run add up to those of the whole")
{
    Pair made(MilliSeconds(2));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    const WindowSpec first{SimTime(0), MicroSeconds(700)};
    const WindowSpec second{MicroSeconds(700), MilliSeconds(2)};
    made.run.measure.windows = {first, second};
    const RunRecord record = Run(made.run);
    for (const char* path : {"web/sent_packets",
                             "web/delivered_packets",
                             "sw-b/forward/transmitted_packets",
                             "a/nic/queue/arrived_packets",
                             "web/latency/count"})
    {
        CAPTURE(path);
        const int64_t early = IntegerOf(record, std::string(path) + "@0s-700us");
        const int64_t later = IntegerOf(record, std::string(path) + "@700us-2ms");
        CHECK(early > 100);
        CHECK(later > early);
        CHECK(early + later == IntegerOf(record, path));
    }
    CHECK(IntegerOf(record, "web/sent_packets@0s-700us") == 175);
    const auto latencySum = [&](const std::string& window) {
        return DoubleOf(record, "web/latency/mean" + window) *
               static_cast<double>(IntegerOf(record, "web/latency/count" + window));
    };
    CHECK(latencySum("@0s-700us") + latencySum("@700us-2ms") ==
          doctest::Approx(latencySum("")).epsilon(1e-12));
    const double whole = DoubleOf(record, "sw-b/forward/utilisation");
    const double parts = DoubleOf(record, "sw-b/forward/utilisation@0s-700us") * 0.35 +
                         DoubleOf(record, "sw-b/forward/utilisation@700us-2ms") * 0.65;
    CHECK(parts == doctest::Approx(whole).epsilon(1e-12));
}

TEST_CASE("what only watches leaves no trace in the fingerprint")
{
    Pair made(MilliSeconds(1));
    made.Traffic("web", "PoissonSource", made.a, made.b, 500);
    const RunRecord plain = Run(made.run);
    made.run.measure.interval = MicroSeconds(10);
    made.run.measure.series = {"web/throughput", "sw/port[*]/queue/length"};
    made.run.measure.windows = {{MicroSeconds(100), MicroSeconds(200)}};
    made.run.measure.flows = {"web"};
    StringSink series;
    RunRecord watched;
    RunScenario(made.run, watched, {&series, nullptr, nullptr, nullptr});
    CHECK(series.GetText().size() > 1000);
    CHECK(SameFingerprint(plain, watched));
    CHECK(plain.fingerprint.scalars != 0);
}

TEST_CASE("a node that takes no part leaves no trace in the fingerprint")
{
    Pair made(MilliSeconds(1));
    made.Traffic("web", "PoissonSource", made.a, made.b, 500);
    const RunRecord plain = Run(made.run);

    ScenarioMaker larger(MilliSeconds(1));
    larger.Host("alone");
    const size_t a = larger.Host("a");
    larger.Switch("apart");
    const size_t sw = larger.Switch("sw");
    const size_t idle = larger.Host("idle");
    const size_t b = larger.Host("b");
    larger.Link(a, sw);
    larger.Link(idle, sw);
    larger.Link(sw, b, BitRate(1'000'000'000), MicroSeconds(3));
    larger.Traffic("web", "PoissonSource", a, b, 500);
    const RunRecord with = Run(larger.run);
    CHECK(SameFingerprint(plain, with));
    CHECK(with.metrics.GetSize() > plain.metrics.GetSize());
}

TEST_CASE("another seed and another replication give another run, the same one the same")
{
    Pair made(MilliSeconds(1));
    made.Traffic("web", "PoissonSource", made.a, made.b, 500);
    const RunRecord one = Run(made.run);
    CHECK(one.draws == Draws::Random);
    CHECK(SameFingerprint(one, Run(made.run)));
    made.run.seed = 2;
    const RunRecord two = Run(made.run);
    CHECK(one.fingerprint.trajectory != two.fingerprint.trajectory);
    CHECK(one.fingerprint.wire != two.fingerprint.wire);
    CHECK(one.fingerprint.scalars != two.fingerprint.scalars);
    made.run.seed = 1;
    made.run.replication = 1;
    CHECK(one.fingerprint.trajectory != Run(made.run).fingerprint.trajectory);
}

TEST_CASE("a run without random draws says so")
{
    Pair made(MilliSeconds(1));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    CHECK(Run(made.run).draws == Draws::None);
}

TEST_CASE("changes take effect at their instant")
{
    Pair made(MilliSeconds(2));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    made.run.changes = {
        {MilliSeconds(1), "web", "", "Rate", ns3::Create<IntegerValue>(500'000'000)}};
    const RunRecord record = Run(made.run);
    // 4 us apart up to 1 ms, from there on 8 us.
    CHECK(IntegerOf(record, "web/sent_packets") == 250 + 125);
}

TEST_CASE("a change of a link changes both directions")
{
    Pair made(MilliSeconds(2));
    made.Traffic("there", "ConstantRateSource", made.a, made.b, 500)
        .source.Set("Rate", ns3::Create<IntegerValue>(100'000'000));
    made.Traffic("back", "ConstantRateSource", made.b, made.a, 500)
        .source.Set("Rate", ns3::Create<IntegerValue>(100'000'000));
    made.run.warmup = MilliSeconds(1);
    made.run.changes = {
        {MicroSeconds(500), "", "sw-b", "Rate", ns3::Create<IntegerValue>(500'000'000)}};
    const RunRecord record = Run(made.run);
    const int64_t expected = Span(500, 10) + 2 * Span(500, 1) + 4'000'000;
    CHECK(IntegerOf(record, "there/latency/max") == expected);
    CHECK(IntegerOf(record, "back/latency/max") == expected);
}

TEST_CASE("a refused change ends the run with the place and the time")
{
    Pair made(MilliSeconds(2));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    made.run.changes = {{MilliSeconds(1), "web", "", "Colour", ns3::Create<IntegerValue>(1)}};
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::InvariantBroke);
    CHECK(record.reason == "web: its attribute Colour refused a change at 1000000000 ps "
                           "(simulated time 1000000000 ps)");
    CHECK(record.metrics.GetSize() == 0);
}

TEST_CASE("what a part finds impossible during the run is told as an error of the scenario")
{
    Pair made(MilliSeconds(2));
    made.Traffic("web", "testing::LateRefusal", made.a, made.b, 500);
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::InvalidScenario);
    CHECK(record.reason == "web/a>b: there is no room for it (simulated time 0 ps)");
    CHECK(record.metrics.GetSize() == 0);
}

TEST_CASE("a run beyond its budget of events says so and has no metrics")
{
    Pair made(MilliSeconds(2));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    made.run.limits.events = 300;
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::LimitReached);
    CHECK(record.reason.find("the limit of 300 events was reached at ") == 0);
    CHECK(record.events == 300);
    CHECK(record.metrics.GetSize() == 0);
    CHECK(record.ledger.born.packets > 10);
    CHECK(record.simulatedPs < MilliSeconds(1).Value());
}

TEST_CASE("a run beyond its memory says so")
{
    Pair made(MilliSeconds(100));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    made.run.limits.memoryBytes = 1;
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::LimitReached);
    CHECK(record.reason.find("the limit of 1 B of memory was reached at ") == 0);
}

TEST_CASE("a run beyond its wall time says so, one without such a limit goes on")
{
    Pair made(MilliSeconds(100));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    int told = 0;
    RunWatch watch;
    watch.progress = [&told](SimTime, uint64_t) {
        if (++told == 1)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(1001));
        }
    };
    RunRecord unlimited;
    RunScenario(made.run, unlimited, {}, watch);
    CHECK(unlimited.outcome == ExitCode::Done);
    CHECK(told > 3);
    told = 0;
    made.run.limits.wallSeconds = 1;
    RunRecord record;
    RunScenario(made.run, record, {}, watch);
    CHECK(record.outcome == ExitCode::LimitReached);
    CHECK(record.reason.find("the limit of 1 s of wall time was reached at ") == 0);
    CHECK(told <= 3);
    CHECK(record.simulatedPs < MilliSeconds(100).Value());
    CHECK(record.metrics.GetSize() == 0);
}

TEST_CASE("an interrupted run says so, and progress is told on the way")
{
    Pair made(MilliSeconds(100));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    std::atomic<bool> interrupted = false;
    uint64_t told = 0;
    RunWatch watch;
    watch.interrupted = &interrupted;
    watch.progress = [&](SimTime now, uint64_t events) {
        CHECK(now > SimTime(0));
        told = events;
        interrupted = true;
    };
    RunRecord record;
    RunScenario(made.run, record, {}, watch);
    CHECK(record.outcome == ExitCode::Interrupted);
    CHECK(told == record.events);
}

TEST_CASE("checkpoints lead up to the fingerprint at equal numbers of hashed events")
{
    Pair made(MilliSeconds(2));
    made.Traffic("web", "PoissonSource", made.a, made.b, 500);
    RunRecord record = Run(made.run);
    REQUIRE(record.checkpoints.size() >= 64);
    const uint64_t spacing = record.checkpoints[0].events;
    for (size_t i = 1; i < record.checkpoints.size(); ++i)
    {
        CHECK(record.checkpoints[i].events == (i + 1) * spacing);
        CHECK(record.checkpoints[i - 1].timePs <= record.checkpoints[i].timePs);
        CHECK(record.checkpoints[i - 1].fingerprint.wire != record.checkpoints[i].fingerprint.wire);
    }
    const uint64_t rest = record.hashedEvents - record.checkpoints.back().events;
    CHECK(rest < spacing);
    // A probe costs kernel events and hashes none.
    made.run.measure.windows = {{MicroSeconds(100), MicroSeconds(200)}};
    const RunRecord probed = Run(made.run);
    CHECK(probed.events > record.events);
    CHECK(probed.hashedEvents == record.hashedEvents);
}

TEST_CASE("a run that was cut has its checkpoints up to there")
{
    Pair made(MilliSeconds(2));
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 500);
    const RunRecord whole = Run(made.run);
    made.run.limits.events = 300;
    const RunRecord cut = Run(made.run);
    REQUIRE(cut.checkpoints.size() > 64);
    CHECK(cut.hashedEvents < whole.hashedEvents);
    const auto& there = whole.checkpoints[0];
    const auto& here = cut.checkpoints[there.events / cut.checkpoints[0].events - 1];
    CHECK(here.events == there.events);
    CHECK(here.fingerprint.trajectory == there.fingerprint.trajectory);
}

TEST_CASE("two parts of one name are refused before the run")
{
    Pair made(MilliSeconds(1));
    made.Host("a");
    CHECK_THROWS_WITH_AS(Run(made.run),
                         "two parts of the network are named a",
                         std::invalid_argument);
}

TEST_CASE("a window outside the run is refused before the run")
{
    Pair made(MilliSeconds(1));
    made.run.measure.windows = {{MicroSeconds(100), MicroSeconds(1001)}};
    CHECK_THROWS_AS(Run(made.run), std::invalid_argument);
}

TEST_CASE("what was doubtful about a scenario is in the record, and so is an overload")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t a = made.Host("a");
    const size_t b = made.Host("b");
    made.Link(a, b, BitRate(500'000'000));
    made.Traffic("t", "ConstantRateSource", a, b);
    made.run.warnings = {"/topology: doubtful"};
    CHECK(Run(made.run).warnings ==
          std::vector<std::string>{
              "/topology: doubtful",
              "/traffic: offered 1.02533333 Gb/s across a 500 Mb/s cut: a-b (a to b); by t"});
}

} // namespace run_scenario_test
