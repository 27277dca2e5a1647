// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/cell-pairing.h"
#include "sim/repeat/experiment-explanation.h"

#include <doctest/doctest.h>

namespace experiment_explanation_test
{

using namespace nexsim;

namespace
{

struct Run
{
    std::string variant;
    std::string load;
    std::int64_t replication;
    double queue;  //!< ps
    double flight; //!< ps
};

/** @brief Two segments a run; the latest packet takes twice the mean. */
RunRecord
Record(const Run& run, std::int64_t segments = 2)
{
    RunRecord record;
    record.id = run.variant + run.load + "-" + std::to_string(run.replication);
    record.variant = run.variant;
    record.parameters = {{"load", run.load}};
    record.replication = run.replication;
    record.draws = Draws::Random;
    const auto sum = [segments](double mean) {
        return static_cast<std::int64_t>(mean * static_cast<double>(segments));
    };
    record.stages.push_back({"web", "propagation", segments, sum(run.flight), {}});
    record.stages.push_back({"web", "switch-queue", segments, sum(run.queue), {}});
    record.stages.push_back({"web", "nic-ring", segments, segments, {}});
    record.metrics.Add("web/loss", run.queue / 1e9, "1");
    record.metrics.Add("web/latency/max", 2 * (run.queue + run.flight), "ps");
    record.ledger.dropped.push_back({"sw/queue", "full", {run.replication, 0}});
    record.ledger.dropped.push_back({"link", "down", {1, 0}});
    return record;
}

/** @brief "slow" waits 30 us longer than "plain" at load 2, give or take, and as long at load 1. */
FinishedExperiment
Study()
{
    FinishedExperiment experiment;
    experiment.folder = "results/study";
    experiment.name = "study";
    for (const std::string variant : {"plain", "slow"})
    {
        for (const std::string load : {"1", "2"})
        {
            for (int r = 0; r < 5; ++r)
            {
                const double more = variant == "slow" && load == "2" ? 30e6 + r * 1e6 : 0;
                experiment.runs.push_back(
                    Record({variant, load, r, (100 + 10 * r) * 1e6 + more, 500e6}));
            }
        }
    }
    return experiment;
}

std::string
ErrorOf(const FinishedExperiment& experiment, const ExplanationRequest& request)
{
    try
    {
        Explain(experiment, request);
    }
    catch (const ComparisonError& error)
    {
        return error.what();
    }
    return "";
}

} // namespace

TEST_SUITE("sim/repeat: where an experiment's time went")
{
    TEST_CASE("below each cell of the baseline stand the differences to it, paired by replication")
    {
        const ExperimentExplanation all = Explain(Study(), {});
        CHECK(all.baseline == "plain");
        REQUIRE(all.traffic.size() == 1);
        const ExplainedTraffic& web = all.traffic[0];
        REQUIRE(web.cells.size() == 4);
        CHECK(web.cells[0].label == "plain load=1");
        CHECK(web.cells[1].label == "slow load=1");
        CHECK(web.cells[2].label == "plain load=2");
        CHECK(web.cells[3].label == "slow load=2");
        CHECK_FALSE(web.cells[2].isDifference);
        CHECK(web.cells[3].isDifference);
        CHECK(web.cells[2].latency.mean == doctest::Approx(620e6 + 1));
        CHECK(web.cells[3].latency.mean == doctest::Approx(32e6));
        // Of 30, 31, 32, 33, 34: t(0.975, 4) sqrt(2.5 / 5) = 2.776445 x 0.707107.
        CHECK(web.cells[3].latency.HalfWidth() == doctest::Approx(1.963243e6));
        REQUIRE(web.cells[3].loss);
        CHECK(web.cells[3].loss->mean == doctest::Approx(0.032));
        CHECK(web.cells[1].latency.mean == 0);
    }

    TEST_CASE("the stage that differs most comes first, and next to nothing is left out")
    {
        const ExplainedTraffic web = Explain(Study(), {}).traffic.at(0);
        CHECK(web.stages == std::vector<std::string>{"switch-queue", "propagation"});
        CHECK(web.others.empty());
        CHECK(web.cells[3].stages.at(0).mean == doctest::Approx(32e6));
        CHECK(web.cells[3].stages.at(1).mean == 0);
        CHECK(web.cells[0].stages.at(1).mean == doctest::Approx(500e6));
    }

    TEST_CASE("beyond five stages the others stand together, so that all add up")
    {
        FinishedExperiment experiment;
        for (int r = 0; r < 2; ++r)
        {
            RunRecord record = Record({"", "1", r, 100e6, 500e6});
            for (const char* stage : {"a", "b", "c", "d", "e"})
            {
                record.stages.push_back({"web", stage, 2, 20'000'000, {}});
            }
            experiment.runs.push_back(record);
        }
        const ExperimentExplanation all = Explain(experiment, {});
        CHECK(all.baseline.empty());
        const ExplainedTraffic& web = all.traffic.at(0);
        CHECK(web.stages.size() == 5);
        CHECK(web.others == std::vector<std::string>{"d", "e"});
        double sum = 0;
        for (const Interval& stage : web.cells.at(0).stages)
        {
            sum += stage.mean;
        }
        CHECK(sum == doctest::Approx(650e6));
        CHECK(ToText(experiment, all).find("others: d, e\n") != std::string::npos);
    }

    TEST_CASE("a run without a packet is left out on both sides")
    {
        FinishedExperiment experiment = Study();
        experiment.runs[19] = Record({"slow", "2", 4, 0, 0}, 0);
        const ExplainedCell cell = Explain(experiment, {}).traffic.at(0).cells.at(3);
        CHECK(cell.latency.n == 4);
        CHECK(cell.latency.mean == doctest::Approx(31.5e6));
        REQUIRE(cell.loss);
        CHECK(cell.loss->n == 4);
        FinishedExperiment other = Study();
        other.runs[9] = Record({"plain", "2", 4, 0, 0}, 0);
        CHECK(Explain(other, {}).traffic.at(0).cells.at(3).latency.n == 4);
        CHECK(Explain(other, {}).traffic.at(0).cells.at(3).latency.mean == doctest::Approx(31.5e6));
    }

    TEST_CASE("the runs to look at: the one nearest to the mean, the one with the latest packet")
    {
        const FinishedExperiment study = Study(); // whose runs the explanation points to
        const ExplainedTraffic web = Explain(study, {}).traffic.at(0);
        CHECK(web.cells[0].typical->id == "plain1-2");
        CHECK(web.cells[0].worst->id == "plain1-4");
        CHECK(web.cells[3].worst->id == "slow2-4");
        const std::string text = ToText(study, Explain(study, {}));
        CHECK(text.find("nexsim explain results/study/runs/plain1-2 --traffic web --typical\n") !=
              std::string::npos);
        CHECK(text.find("nexsim explain results/study/runs/slow2-4 --traffic web --worst\n") !=
              std::string::npos);
        CHECK(text.find("+32.0 ± 2.0 us") != std::string::npos);
    }

    TEST_CASE("losses are told where most happen")
    {
        const std::vector<ExplainedLoss> losses = Explain(Study(), {}).losses;
        REQUIRE(losses.size() == 4);
        CHECK(losses[0].component == "sw/queue");
        CHECK(losses[0].reason == "full");
        CHECK(losses[0].packets == doctest::Approx(2));
        CHECK(losses[0].part == doctest::Approx(10.0 / 15));
    }

    TEST_CASE("the baseline and the entry can be chosen, and mistakes are told")
    {
        const ExperimentExplanation other = Explain(Study(), {"slow", "web"});
        CHECK(other.traffic.at(0).cells.at(3).label == "plain load=2");
        CHECK(other.traffic.at(0).cells.at(3).latency.mean == doctest::Approx(-32e6));
        CHECK(ErrorOf(Study(), {"sloow", ""}) ==
              "no variant is called \"sloow\"; did you mean \"slow\"?");
        CHECK(ErrorOf(Study(), {"", "wob"}) ==
              "no entry of the traffic is called \"wob\"; did you mean \"web\"?");
    }
}

} // namespace experiment_explanation_test
