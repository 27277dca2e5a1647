// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/results/csv.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

namespace series_probe_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** 500 B every 4 us from a to b over two links of 10 Gbps. */
struct Steady : ScenarioMaker
{
    explicit Steady(SimTime duration) : ScenarioMaker(duration)
    {
        const size_t a = Host("a");
        const size_t sw = Switch("sw");
        const size_t b = Host("b");
        Link(a, sw);
        Link(sw, b);
        Traffic("web", "ConstantRateSource", a, b, 500);
        run.measure.interval = MicroSeconds(10);
    }

    CsvRows Rows()
    {
        StringSink sink;
        RunRecord record;
        RunScenario(run, record, {&sink, nullptr, nullptr, nullptr});
        CHECK(record.outcome == ExitCode::Done);
        return ReadCsv(sink.GetText());
    }
};

using Row = std::vector<std::string>;

} // namespace

TEST_CASE("a series shows each interval: growth, rates, means and levels")
{
    Steady made(MicroSeconds(30));
    made.run.measure.series = {"web/sent_packets",
                               "web/offered",
                               "web/latency/mean",
                               "a-sw/forward/utilisation"};
    const CsvRows rows = made.Rows();
    REQUIRE(rows.size() == 4);
    CHECK(rows[0] == Row{"time_ps",
                         "web/sent_packets",
                         "web/offered",
                         "web/latency/mean",
                         "a-sw/forward/utilisation"});
    // Sent at 0, 4, 8 us; delivered after 2 x (430.4 ns + 1 us).
    CHECK(rows[1][0] == "10000000");
    CHECK(rows[1][1] == "3");
    CHECK(std::stod(rows[1][2]) == 3 * 4000 / 10e-6);
    CHECK(rows[1][3] == "2860800");
    CHECK(std::stod(rows[1][4]) == doctest::Approx(3 * 0.4304 / 10));
    // 12, 16 us and, after all events of 20 us, the packet sent then.
    CHECK(rows[2][1] == "3");
    // The run ends before the events of 30 us; 24 and 28 us.
    CHECK(rows[3][0] == "30000000");
    CHECK(rows[3][1] == "2");
}

TEST_CASE("an interval without deliveries has no mean latency")
{
    Steady made(MicroSeconds(4));
    made.run.measure.interval = MicroSeconds(2);
    made.run.measure.series = {"web/latency/mean"};
    const CsvRows rows = made.Rows();
    REQUIRE(rows.size() == 3);
    CHECK(rows[1] == Row{"2000000", ""});
    CHECK(rows[2] == Row{"4000000", "2860800"});
}

TEST_CASE("the rest of a last, shorter interval is not shown")
{
    Steady made(MicroSeconds(25));
    made.run.measure.series = {"web/sent_packets"};
    const CsvRows rows = made.Rows();
    REQUIRE(rows.size() == 3);
    CHECK(rows[2][0] == "20000000");
}

TEST_CASE("a pattern takes every metric it matches, each once")
{
    Steady made(MicroSeconds(10));
    made.run.measure.series = {"*/nic/sent_packets", "a/nic/*"};
    const CsvRows rows = made.Rows();
    const auto count = [&](const std::string& column) {
        return std::count(rows[0].begin(), rows[0].end(), column);
    };
    CHECK(count("a/nic/sent_packets") == 1);
    CHECK(count("a/nic/received_packets") == 1);
    CHECK(count("b/nic/sent_packets") == 1);
    CHECK(count("b/nic/received_packets") == 0);
    CHECK(count("a/nic/queue/length") == 0);
}

TEST_CASE("a series begins before warm-up and does not notice its end")
{
    Steady made(MicroSeconds(40));
    made.run.measure.series = {"web/sent_packets", "web/latency/mean"};
    made.run.warmup = MicroSeconds(25);
    const CsvRows rows = made.Rows();
    REQUIRE(rows.size() == 5);
    CHECK(rows[1] == Row{"10000000", "3", ""});
    CHECK(rows[3] == Row{"30000000", "2", ""});
    CHECK(rows[4] == Row{"40000000", "2", "2860800"});
}

TEST_CASE("a path that no metric has is refused with the nearest one")
{
    Steady made(MicroSeconds(10));
    made.run.measure.series = {"web/sent_packet"};
    CHECK_THROWS_WITH_AS(
        made.Rows(),
        "measure/series: no metric matches \"web/sent_packet\"; did you mean \"web/sent_packets\"?",
        std::invalid_argument);
}

} // namespace series_probe_test
