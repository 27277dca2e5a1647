// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/metrics.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace metrics_test
{

using namespace nexsim;

TEST_CASE("metrics keep the order in which they were added")
{
    MetricTable table;
    table.Add("server/sink/throughput", std::int64_t{9'600'000'000}, "bps");
    table.Add("server/sink/loss", 0.25, "ratio");
    table.Add("client[0]/sent", std::int64_t{7}, "p");

    CHECK(table.GetSize() == 3);
    CHECK(table.GetPaths() ==
          std::vector<std::string>{"server/sink/throughput", "server/sink/loss", "client[0]/sent"});
    REQUIRE(table.Find("server/sink/loss") != std::nullopt);
    CHECK(table.Find("server/sink/loss")->unit == "ratio");
    CHECK(ToDouble(table.Find("server/sink/loss")->value) == 0.25);
    CHECK(table.Find("server/sink/los") == std::nullopt);
}

TEST_CASE("a metric table gives back what was put in, whatever the paths have in common")
{
    CHECK(rc::check("as a list does", [] {
        const auto part = rc::gen::element<std::string>("", "a", "b", "ab", "a/b", "/", "p99");
        const auto paths = *rc::gen::container<std::vector<std::vector<std::string>>>(
            rc::gen::container<std::vector<std::string>>(part));
        MetricTable table;
        std::vector<Metric> expected;
        for (const std::vector<std::string>& parts : paths)
        {
            std::string path;
            for (const std::string& one : parts)
            {
                path += (path.empty() ? "" : "/") + one;
            }
            const bool isNew =
                !path.empty() &&
                std::none_of(expected.begin(), expected.end(), [&path](const Metric& metric) {
                    return metric.path == path;
                });
            RC_ASSERT(path.empty() || (table.Find(path) == std::nullopt) == isNew);
            if (isNew)
            {
                const auto integer = *rc::gen::arbitrary<std::int64_t>();
                const MetricValue value = integer % 2 == 0
                                              ? MetricValue(integer)
                                              : MetricValue(static_cast<double>(integer) / 3);
                expected.push_back({path, value, integer % 3 == 0 ? "ps" : "B"});
                table.Add(path, value, expected.back().unit);
            }
            else
            {
                RC_ASSERT_THROWS_AS(table.Add(path, 1.0, ""), std::invalid_argument);
            }
        }
        RC_ASSERT(table.GetSize() == expected.size());
        const MetricTable copy = table;
        auto next = expected.begin();
        for (const Metric& metric : copy)
        {
            RC_ASSERT(metric.path == next->path);
            RC_ASSERT(metric.value == next->value);
            RC_ASSERT(metric.unit == next->unit);
            RC_ASSERT(copy.Find(metric.path)->value == next->value);
            ++next;
        }
    }));
}

TEST_CASE("a metric table refuses what no result may hold")
{
    MetricTable table;
    table.Add("a", std::int64_t{1}, "p");
    CHECK_THROWS_WITH_AS(table.Add("a", 2.0, "p"),
                         "metric 'a' is given twice",
                         std::invalid_argument);
    CHECK_THROWS_AS(table.Add("", 2.0, "p"), std::invalid_argument);
    CHECK_THROWS_WITH_AS(table.Add("b", std::nan(""), "p"),
                         "metric 'b' is not finite",
                         std::invalid_argument);
    CHECK_THROWS_AS(table.Add("b", std::numeric_limits<double>::infinity(), ""),
                    std::invalid_argument);
    CHECK(table.GetSize() == 1);
    CHECK(ToDouble(table.Find("a")->value) == 1.0);
}

TEST_CASE("values print without loss")
{
    CHECK(ToText(MetricValue{std::numeric_limits<std::int64_t>::max()}) == "9223372036854775807");
    CHECK(ToText(MetricValue{0.1}) == "0.1");
    CHECK(ToText(MetricValue{1e300}) == "1e+300");

    CHECK(rc::check("a printed double reads back equal", [](double value) {
        const std::string text = ToText(MetricValue{value});
        RC_ASSERT(std::strtod(text.c_str(), nullptr) == value);
    }));
}

TEST_CASE("a statistic is a path below its metric")
{
    CHECK(StatisticPath("server/sink/latency", "p99") == "server/sink/latency/p99");
    CHECK(StatisticPath("server/sink/loss", "") == "server/sink/loss");
}

} // namespace metrics_test
