// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/metric-window.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace metric_window_test
{

using namespace nexsim;

namespace
{

/** Reports one metric of each kind, with numbers that a test sets. */
class Meter : public Component
{
  public:
    void ReportMetrics(MetricVisitor& visitor) const override
    {
        visitor.Counter({"counter", "packets", "a counter"}, counter);
        visitor.Rate({"rate", "bps", "a rate"}, rate);
        visitor.TimeAverage({"average", "1", "a time average"}, integral);
        visitor.Level({"level", "B", "a level"}, level);
        visitor.Quotient({"quotient", "1", "a quotient"}, part, whole);
        visitor.Distribution({"spread", "ps", "a distribution"}, spread);
        visitor.Maximum({"maximum", "B", "a maximum"}, maximum);
    }

    int64_t counter = 0;
    int64_t rate = 0;
    unsigned __int128 integral = 0;
    int64_t level = 0;
    int64_t part = 0;
    int64_t whole = 0;
    LogLinearHistogram spread;
    int64_t maximum = 0;
};

struct Meters
{
    RunContext run;
    Meter meter;
    std::vector<MetricDefinition> definitions;

    Meters()
    {
        meter.Attach(run, "m");
        DefineMetrics(meter, definitions);
    }

    MetricTable Report(const MetricSnapshot& from, SimTime span, WindowKind kind)
    {
        MetricTable table;
        ReportWindow(run.Components(), from, span, kind, table);
        return table;
    }
};

} // namespace

TEST_CASE("definitions carry the component's path, the unit and the meaning")
{
    const Meters meters;
    REQUIRE(meters.definitions.size() == 7);
    CHECK(meters.definitions[0].path == "m/counter");
    CHECK(meters.definitions[0].unit == "packets");
    CHECK(meters.definitions[0].meaning == "a counter");
    CHECK(meters.definitions[5].kind == MetricKind::Distribution);
}

TEST_CASE("each kind of metric gives its own value over a window")
{
    Meters meters;
    meters.meter.counter = 10;
    meters.meter.rate = 1000;
    meters.meter.integral = 5'000'000;
    meters.meter.level = 3;
    meters.meter.part = 1;
    meters.meter.whole = 4;
    meters.meter.maximum = 70;
    const MetricSnapshot before(meters.run.Components());
    meters.meter.counter = 25;
    meters.meter.rate = 1600;
    meters.meter.integral = 9'000'000;
    meters.meter.level = 2;
    meters.meter.part = 4;
    meters.meter.whole = 10;
    meters.meter.maximum = 80;
    const MetricTable table = meters.Report(before, MicroSeconds(2), WindowKind::WholeMeasurement);
    CHECK(table.Find("m/counter")->value == MetricValue(int64_t{15}));
    CHECK(table.Find("m/rate")->value == MetricValue(600.0 / 2e-6));
    CHECK(table.Find("m/average")->value == MetricValue(2.0));
    CHECK(table.Find("m/level")->value == MetricValue(int64_t{2}));
    CHECK(table.Find("m/quotient")->value == MetricValue(0.5));
    CHECK(table.Find("m/maximum")->value == MetricValue(int64_t{80}));
    CHECK(table.Find("m/rate")->unit == "bps");
}

TEST_CASE("what does not exist is left out: an empty quotient, statistics of nothing")
{
    Meters meters;
    meters.meter.part = 3;
    meters.meter.whole = 3;
    const MetricSnapshot before(meters.run.Components());
    const MetricTable table = meters.Report(before, MicroSeconds(2), WindowKind::WholeMeasurement);
    CHECK(table.Find("m/quotient") == std::nullopt);
    CHECK(table.Find("m/spread/mean") == std::nullopt);
    CHECK(table.Find("m/spread/count")->value == MetricValue(int64_t{0}));
}

TEST_CASE("a distribution that was empty before gives its exact statistics")
{
    Meters meters;
    const MetricSnapshot before(meters.run.Components());
    for (int64_t i = 1; i <= 1000; ++i)
    {
        meters.meter.spread.Record(i * 1000 + 7);
    }
    const MetricTable table = meters.Report(before, MicroSeconds(2), WindowKind::WholeMeasurement);
    CHECK(table.Find("m/spread/mean")->value == MetricValue(500'507.0));
    CHECK(table.Find("m/spread/min")->value == MetricValue(int64_t{1007}));
    CHECK(table.Find("m/spread/max")->value == MetricValue(int64_t{1'000'007}));
    CHECK(table.Find("m/spread/count")->value == MetricValue(int64_t{1000}));
    CHECK(table.Find("m/spread/count")->unit == "1");
    CHECK(ToDouble(table.Find("m/spread/p50")->value) == doctest::Approx(500'007).epsilon(0.004));
    CHECK(ToDouble(table.Find("m/spread/p90")->value) == doctest::Approx(900'007).epsilon(0.004));
    CHECK(ToDouble(table.Find("m/spread/p99")->value) == doctest::Approx(990'007).epsilon(0.004));
    CHECK(ToDouble(table.Find("m/spread/p99.9")->value) == doctest::Approx(999'007).epsilon(0.004));
}

TEST_CASE("a distribution over a part counts only what came in it; its mean is exact")
{
    Meters meters;
    meters.meter.spread.Record(1'000'000, 50);
    meters.meter.spread.Record(3'003, 10);
    const MetricSnapshot before(meters.run.Components());
    meters.meter.spread.Record(3'001, 1);
    meters.meter.spread.Record(5'003, 2);
    const MetricTable table = meters.Report(before, MicroSeconds(2), WindowKind::Part);
    CHECK(table.Find("m/spread/count")->value == MetricValue(int64_t{3}));
    CHECK(table.Find("m/spread/mean")->value == MetricValue((3'001.0 + 2 * 5'003.0) / 3));
    CHECK(ToDouble(table.Find("m/spread/max")->value) == doctest::Approx(5'003).epsilon(0.004));
    CHECK(ToDouble(table.Find("m/spread/min")->value) == doctest::Approx(3'001).epsilon(0.004));
}

TEST_CASE("a value that came in a part is taken as the middle of its bucket")
{
    Meters meters;
    meters.meter.spread.Record(1);
    const MetricSnapshot before(meters.run.Components());
    meters.meter.spread.Record(1'000'003);
    int64_t middle = 0;
    meters.meter.spread.ForEachBucket([&middle](int64_t lower, int64_t upper, uint64_t) {
        middle = lower + (upper - lower) / 2;
    });
    const MetricTable table = meters.Report(before, MicroSeconds(2), WindowKind::Part);
    CHECK(table.Find("m/spread/p50")->value == MetricValue(middle));
}

TEST_CASE("a distribution that began anew within a window is shown from there, where that was said")
{
    Meters meters;
    meters.meter.counter = 2;
    meters.meter.spread.Record(5, 3);
    MetricSnapshot before(meters.run.Components());
    before.ForgetDistributions();
    meters.meter.counter = 9;
    meters.meter.spread = LogLinearHistogram();
    meters.meter.spread.Record(7);
    const MetricTable table = meters.Report(before, MicroSeconds(2), WindowKind::Part);
    CHECK(table.Find("m/counter")->value == MetricValue(int64_t{7}));
    CHECK(table.Find("m/spread/count")->value == MetricValue(int64_t{1}));
    CHECK(table.Find("m/spread/mean")->value == MetricValue(7.0));
}

TEST_CASE("between two readings, a distribution gives the mean of what came between them")
{
    const MetricReading from{0, 2, 100, nullptr};
    const MetricReading to{0, 5, 400, nullptr};
    CHECK(ValueBetween(MetricKind::Distribution, from, to, MicroSeconds(1)) == MetricValue(100.0));
    CHECK_FALSE(ValueBetween(MetricKind::Distribution, to, to, MicroSeconds(1)));
}

TEST_CASE("maxima belong to the whole measurement only")
{
    Meters meters;
    const MetricSnapshot before(meters.run.Components());
    meters.meter.maximum = 5;
    CHECK(meters.Report(before, MicroSeconds(1), WindowKind::Part).Find("m/maximum") ==
          std::nullopt);
}

TEST_CASE("a component that changes what it reports is noticed")
{
    Meters meters;
    const MetricSnapshot before(meters.run.Components());
    Meter second;
    second.Attach(meters.run, "late");
    CHECK_THROWS_AS(meters.Report(before, MicroSeconds(1), WindowKind::Part), std::logic_error);
}

} // namespace metric_window_test
