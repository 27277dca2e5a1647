// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/list-metrics.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

#include <map>

namespace list_metrics_test
{

using namespace nexsim;
using namespace nexsim::testing;

TEST_CASE("every metric that a run reports is listed with its unit and a meaning")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t a = made.Host("a");
    const size_t sw = made.Switch("sw");
    const size_t b = made.Host("b");
    made.Link(a, sw);
    made.Link(sw, b);
    made.Traffic("web", "PoissonSource", a, b);
    std::map<std::string, ListedMetric> listed;
    for (const ListedMetric& metric : ListMetrics(made.run))
    {
        CHECK_FALSE(metric.meaning.empty());
        CHECK(listed.emplace(metric.path, metric).second);
    }
    const RunRecord record = Run(made.run);
    for (const Metric& metric : record.metrics)
    {
        CAPTURE(metric.path);
        REQUIRE(listed.count(metric.path) == 1);
        CHECK(listed[metric.path].unit == metric.unit);
    }
    CHECK(listed.count("web/stage/serialisation/p99") == 1);
    CHECK(listed.count("web/latency/p99.9") == 1);
}

} // namespace list_metrics_test
