// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace until_watch_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** a - sw - b with 10 Gbps and 1 us each: a packet of 1212 B takes 1 us per link. */
struct Line : ScenarioMaker
{
    size_t a = Host("a");
    size_t sw = Switch("sw");
    size_t b = Host("b");

    explicit Line(const std::string& until, SimTime duration = MilliSeconds(1))
        : ScenarioMaker(duration)
    {
        Link(a, sw);
        Link(sw, b);
        run.until = until;
    }

    /** One packet every 10 us, from 0 on; it arrives after 4 us. */
    void Send()
    {
        Traffic("web", "ConstantRateSource", a, b, 1212)
            .source.Set("Rate", ns3::Create<IntegerValue>(969'600'000));
    }
};

} // namespace

TEST_CASE("a run ends at the instant at which its condition turns true, and measures up to there")
{
    Line line("web/delivered_packets >= 4");
    line.Send();
    const RunRecord record = Run(line.run);
    CHECK(record.outcome == ExitCode::Done);
    CHECK(record.simulatedPs == 34'000'000);
    CHECK(IntegerOf(record, "end_time") == 34'000'000);
    REQUIRE(record.until);
    CHECK(record.until->ended);
    CHECK(record.until->condition == "web/delivered_packets >= 4");
    CHECK(record.warnings.empty());
    CHECK(IntegerOf(record, "web/delivered_packets") == 4);
    CHECK(DoubleOf(record, "web/throughput") == doctest::Approx(4 * 1212 * 8 / 34e-6));
}

TEST_CASE("counters of a condition begin with the measurement, as those of the results do")
{
    Line line("web/delivered_packets >= 4");
    line.Send();
    line.run.warmup = MicroSeconds(50);
    const RunRecord record = Run(line.run);
    CHECK(record.simulatedPs == 84'000'000); // those of 54, 64, 74 and 84 us
    CHECK(DoubleOf(record, "web/throughput") == doctest::Approx(4 * 1212 * 8 / 34e-6));
}

TEST_CASE("a condition that holds from the beginning must be false before it ends the run")
{
    Line line("web/flows_open == 0");
    TrafficSpec& web = line.Traffic("web", "FlowSource", line.a, line.b, 1212);
    web.source.SetPart("Size", Constantly(3 * 1184));
    web.source.SetPart("Gap", Constantly(0));
    web.source.SetPart("Start", Constantly(100'000'000));
    web.source.Set("Flows", ns3::Create<IntegerValue>(1));
    const RunRecord record = Run(line.run);
    CHECK(record.simulatedPs == 100'000'000 + 6'000'000);
    CHECK(IntegerOf(record, "web/completion_time/max") == 6'000'000);

    line.run.until = "web/flows_open < 5";
    const RunRecord never = Run(line.run);
    CHECK(never.simulatedPs == MilliSeconds(1).Value());
    REQUIRE(never.until);
    CHECK(!never.until->ended);
    CHECK(never.warnings == std::vector<std::string>{
                                "until: \"web/flows_open < 5\" held from the beginning and never "
                                "turned true; the run went on to its duration"});
}

TEST_CASE("a condition that never holds lets the run go on to its duration, and the record says so")
{
    Line line("web/delivered_packets > 1000 && web/dropped_packets == 0");
    line.Send();
    const RunRecord record = Run(line.run);
    CHECK(record.outcome == ExitCode::Done);
    CHECK(record.simulatedPs == MilliSeconds(1).Value());
    CHECK(record.warnings == std::vector<std::string>{
                                 "until: \"web/delivered_packets > 1000 && web/dropped_packets == "
                                 "0\" did not come true; the run went on to its duration"});
    ScenarioRun plain = line.run;
    plain.until.clear();
    const RunRecord same = Run(plain);
    CHECK(SameFingerprint(record, same));
    CHECK(!same.until);
    CHECK(same.metrics.Find("end_time") == std::nullopt);
}

TEST_CASE(
    "probes, windows and the tie policy do not move the end, and the end does not change what "
    "was before")
{
    Line line("web/latency/count == 7");
    line.Send();
    const RunRecord plain = Run(line.run);
    CHECK(plain.simulatedPs == 64'000'000);
    ScenarioRun probed = line.run;
    probed.measure.windows = {{MicroSeconds(3), MicroSeconds(33)},
                              {MicroSeconds(60), MicroSeconds(90)}};
    const RunRecord watched = Run(probed);
    CHECK(SameFingerprint(plain, watched));
    CHECK(watched.simulatedPs == plain.simulatedPs);
    CHECK(
        watched.warnings ==
        std::vector<std::string>{"the window from 60000000 ps to 90000000 ps was not over when the "
                                 "run ended; it has no metrics"});
    ScenarioRun seeded = line.run;
    seeded.ties = TiePolicy::Seeded;
    seeded.tieSeed = 5;
    CHECK(Run(seeded).simulatedPs == plain.simulatedPs);
    ScenarioRun cut = line.run;
    cut.until.clear();
    cut.duration = SimTime(64'000'001);
    CHECK(Run(cut).fingerprint.trajectory == plain.fingerprint.trajectory);
}

TEST_CASE("quantities, statistics, quotients and parts of components serve in a condition")
{
    const auto endOf = [](const std::string& until) {
        Line line(until);
        line.Send();
        return Run(line.run).simulatedPs;
    };
    CHECK(endOf("web/latency/max >= 4us") == 4'000'000);
    CHECK(endOf("a/nic/sent_packets > 1") == 10'000'000);
    CHECK(endOf("'sw/forwarded_packets' == 2") == 12'000'000);
    CHECK(endOf("max(web/sent_packets, 3) == 5") == 40'000'000);
    // 0/0 has no value, and then the condition does not hold.
    CHECK(endOf("web/loss < 0.5") == 4'000'000);
    CHECK(endOf("a/nic/sent_packets / sw/forwarded_packets == 1") == 2'000'000);
}

TEST_CASE(
    "a condition over what is no metric, or has no value at an instant, is told with its place")
{
    const auto fault = [](const std::string& until) -> std::string {
        Line line(until);
        line.Send();
        try
        {
            Run(line.run);
        }
        catch (const std::invalid_argument& error)
        {
            return error.what();
        }
        return "";
    };
    CHECK(fault("1 == web/delivred_packets") ==
          "until: in \"1 == web/delivred_packets\", column 6: no metric is called "
          "\"web/delivred_packets\"; did you mean \"web/delivered_packets\"?");
    CHECK(fault("web/throughput > 5") ==
          "until: in \"web/throughput > 5\", column 1: \"web/throughput\" is an average over time "
          "and has no value at an instant; a counter or a level has one");
    CHECK(fault("web/latency/max > 5") ==
          "until: in \"web/latency/max > 5\", column 17: cannot compare the time 3ps with the "
          "number 5");
    CHECK(fault("web/sent_packets + 1").find("column 1: expected a condition") !=
          std::string::npos);
}

} // namespace until_watch_test
