// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/comparison-text.h"
#include "sim/experiment/variant-comparison.h"
#include "sim/results/csv.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

namespace variant_comparison_test
{

using namespace nexsim;

namespace
{

RunRecord
Run(const std::string& variant, NamedTexts point, std::int64_t replication, double latency)
{
    RunRecord record;
    record.variant = variant;
    record.parameters = std::move(point);
    record.replication = replication;
    record.draws = Draws::Random;
    record.stages.push_back({"web", "propagation", 1, 1, {}});
    record.metrics.Add("web/latency/p99", latency, "ps");
    record.metrics.Add("web/loss", 0.0, "1");
    record.metrics.Add("sw/queue/length", std::int64_t{replication}, "packets");
    record.metrics.Add("web/slowdown/p50", latency * 1e6, "ppb");
    return record;
}

/** Two variants at two loads; "fast" takes 10 us less, whatever the replication, at load 2 only. */
FinishedExperiment
Study()
{
    FinishedExperiment experiment;
    experiment.columns = {"load"};
    for (const std::string variant : {"plain", "fast"})
    {
        for (const int load : {1, 2})
        {
            for (int replication = 0; replication < 5; ++replication)
            {
                const double less = variant == "fast" && load == 2 ? 10e6 + replication : 0;
                experiment.runs.push_back(Run(variant,
                                              {{"load", std::to_string(load)}},
                                              replication,
                                              (100 + 30 * replication) * 1e6 * load - less));
            }
        }
    }
    return experiment;
}

ComparisonRequest
Asking(const std::vector<std::string>& metrics, const std::string& baseline = "")
{
    ComparisonRequest request;
    request.metrics = metrics;
    request.baseline = baseline;
    return request;
}

std::string
ErrorOf(const FinishedExperiment& experiment, const ComparisonRequest& request)
{
    try
    {
        CompareVariants(experiment, request);
    }
    catch (const ComparisonError& error)
    {
        return error.what();
    }
    return "";
}

} // namespace

TEST_SUITE("sim/experiment: a comparison of variants")
{
    TEST_CASE("pairs replications at each sweep point")
    {
        const VariantComparison all = CompareVariants(Study(), Asking({"web/latency/p99"}));
        CHECK(all.baseline == "plain");
        REQUIRE(all.metrics.size() == 1);
        REQUIRE(all.metrics[0].rows.size() == 2);
        const ComparedVariant& slow = all.metrics[0].rows[0];
        const ComparedVariant& fast = all.metrics[0].rows[1];
        CHECK(slow.label == "fast load=1");
        CHECK(slow.baseline == "plain load=1");
        CHECK(slow.result.standing == Standing::Indistinguishable);
        CHECK(fast.label == "fast load=2");
        CHECK(fast.result.difference.mean == doctest::Approx(-10e6 - 2));
        CHECK(fast.result.standing == Standing::Better);
        CHECK(fast.result.difference.n == 5);
    }

    TEST_CASE("turns round with the baseline")
    {
        const VariantComparison all = CompareVariants(Study(), Asking({"web/latency/p99"}, "fast"));
        CHECK(all.metrics[0].rows[1].label == "plain load=2");
        CHECK(all.metrics[0].rows[1].result.standing == Standing::Worse);
    }

    TEST_CASE("compares what both have, and says of how many replications")
    {
        FinishedExperiment experiment = Study();
        experiment.runs.erase(experiment.runs.begin() + 7); // plain, load 2, replication 2
        const VariantComparison all = CompareVariants(experiment, Asking({"web/latency/p99"}));
        CHECK(all.metrics[0].rows[1].result.difference.n == 4);
        CHECK(all.metrics[0].rows[1].result.difference.mean == doctest::Approx(-10e6 - 2));
        CHECK(ToText(all).find("4 to 5 replications") != std::string::npos);
    }

    TEST_CASE("a variant that a swept parameter does not change stands at every point")
    {
        FinishedExperiment experiment = Study();
        experiment.runs.erase(experiment.runs.begin() + 5, experiment.runs.begin() + 10);
        for (int r = 0; r < 5; ++r)
        {
            experiment.runs[static_cast<std::size_t>(r)].parameters.clear();
        }
        const VariantComparison all = CompareVariants(experiment, Asking({"web/latency/p99"}));
        REQUIRE(all.metrics[0].rows.size() == 2);
        CHECK(all.metrics[0].rows[0].baseline == "plain");
        CHECK(all.metrics[0].rows[1].baseline == "plain");
    }

    TEST_CASE("a parameter in which only the variants differ separates no points")
    {
        FinishedExperiment experiment = Study();
        for (RunRecord& run : experiment.runs)
        {
            run.parameters.emplace_back("window", run.variant == "fast" ? "9" : "5");
        }
        CHECK(CompareVariants(experiment, Asking({"web/latency/p99"})).metrics[0].rows.size() == 2);
    }

    TEST_CASE("directions can be said; slowdowns are ratios; Holm counts all rows")
    {
        ComparisonRequest request = Asking({"web/*/p*", "sw/queue/length"});
        request.higher = {"web/latency/*"};
        const VariantComparison all = CompareVariants(Study(), request);
        REQUIRE(all.metrics.size() == 3);
        CHECK(all.metrics[0].rows[1].result.standing == Standing::Worse);
        CHECK(all.metrics[1].path == "web/slowdown/p50");
        CHECK(all.metrics[1].unit == "1");
        CHECK(all.metrics[1].rows[0].result.value.mean == doctest::Approx(160e6 * 1e6 / 1e9));
        CHECK(all.metrics[2].direction == Direction::None);
        CHECK(*all.metrics[0].rows[1].result.adjusted ==
              doctest::Approx(6 * *all.metrics[0].rows[1].result.p));
    }

    TEST_CASE("says what cannot be compared")
    {
        CHECK(ErrorOf(Study(), Asking({"web/latency/p98"})) ==
              "no metric is called \"web/latency/p98\"; did you mean \"web/latency/p99\"?");
        CHECK(ErrorOf(Study(), Asking({}, "plane")) ==
              "no variant is called \"plane\"; did you mean \"plain\"?");
        FinishedExperiment one = Study();
        one.runs.resize(10);
        CHECK(ErrorOf(one, Asking({})) ==
              "the experiment has runs of one variant only; a comparison needs two");
    }

    TEST_CASE("fits 100 columns, and has the same rows as CSV")
    {
        FinishedExperiment experiment = Study();
        for (RunRecord& run : experiment.runs)
        {
            run.variant += "-with-a-rather-long-name";
        }
        const VariantComparison all = CompareVariants(experiment, Asking({}));
        std::istringstream lines(ToText(all));
        for (std::string line; std::getline(lines, line);)
        {
            const auto bytes = std::count_if(line.begin(), line.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
            });
            CHECK(bytes <= 100);
        }
        const CsvRows rows = ReadCsv(ToCsv(all, experiment.columns));
        REQUIRE(rows.size() == 1 + 2 * all.metrics.size());
        CHECK(rows[0][3] == "load");
        CHECK(rows[2][0] == "web/loss");
        const std::string markdown = ToMarkdown(all);
        CHECK(markdown.find("| fast-with-a-rather-long-name load=2 |") != std::string::npos);
    }

    TEST_CASE("metrics know their direction by their last name")
    {
        CHECK(DirectionOf("web/latency/p99") == Direction::Lower);
        CHECK(DirectionOf("web/latency/p99@5ms-6ms") == Direction::Lower);
        CHECK(DirectionOf("web/latency/count") == Direction::None);
        CHECK(DirectionOf("web/stage/switch-queue/mean") == Direction::Lower);
        CHECK(DirectionOf("web/throughput") == Direction::Higher);
        CHECK(DirectionOf("sw/port[a]/queue/length") == Direction::None);
        CHECK(DirectionOf("p99") == Direction::None);
        CHECK(DirectionOf("") == Direction::None);
    }
}

} // namespace variant_comparison_test
