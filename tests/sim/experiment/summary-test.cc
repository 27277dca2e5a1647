// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/summary.h"

#include <doctest/doctest.h>

namespace summary_test
{

using namespace nexsim;

namespace
{

RunRecord
Record(const std::string& variant, const std::string& load, double throughput, double loss)
{
    RunRecord record;
    record.variant = variant;
    record.parameters = {{"load", load}, {"depth", variant == "deep" ? "9p" : "1p"}};
    record.draws = Draws::Random;
    record.metrics.Add("web/throughput", throughput, "bps");
    record.metrics.Add("web/loss", loss, "1");
    StageRecord wait;
    wait.traffic = "web";
    wait.stage = "switch-queue";
    wait.sumPs = 750;
    StageRecord flight = wait;
    flight.stage = "propagation";
    flight.sumPs = 2250;
    StageRecord little = wait;
    little.stage = "nic-ring";
    little.sumPs = 1;
    record.stages = {wait, flight, little};
    return record;
}

std::string
SummaryOf(const std::vector<RunRecord>& records)
{
    std::vector<const RunRecord*> each;
    for (const RunRecord& record : records)
    {
        each.push_back(&record);
    }
    return Summarise(each);
}

} // namespace

TEST_CASE("a row per variant and sweep point: what the variant fixes is not repeated")
{
    const std::string text = SummaryOf({Record("deep", "1", 1e9, 0),
                                        Record("deep", "1", 3e9, 0),
                                        Record("deep", "2", 4e9, 0.25),
                                        Record("flat", "1", 5e9, 0.5)});
    CHECK(text.find("deep load=1 ") != std::string::npos);
    CHECK(text.find("deep load=2 ") != std::string::npos);
    CHECK(text.find("\nflat ") != std::string::npos);
    CHECK(text.find("flat load") == std::string::npos);
    CHECK(text.find("depth") == std::string::npos);
    CHECK(text.find("2 ± 13 Gb/s") != std::string::npos);
    CHECK(text.find("25.0 ± ? %") != std::string::npos);
}

TEST_CASE("stages are columns, the largest first, and those that round to nothing are left out")
{
    const std::string text = SummaryOf({Record("flat", "1", 1e9, 0)});
    const auto flight = text.find("propagation");
    const auto wait = text.find("switch-queue");
    REQUIRE(flight != std::string::npos);
    REQUIRE(wait != std::string::npos);
    CHECK(flight < wait);
    CHECK(text.find("nic-ring") == std::string::npos);
    CHECK(text.find("75.0 %        25.0 %") != std::string::npos);
}

TEST_CASE("stages beyond the largest four are one column, so that a row adds up to 100 %")
{
    RunRecord record = Record("flat", "1", 1e9, 0);
    for (const char* stage : {"copy", "core-wait", "wake-up", "application"})
    {
        StageRecord more = record.stages[0];
        more.stage = stage;
        more.sumPs = 500;
        record.stages.push_back(more);
    }
    const std::string text = SummaryOf({record});
    CHECK(text.find("others") != std::string::npos);
    CHECK(text.find("20.0 %") != std::string::npos); // two of 500 ps and 1 ps of 5001 ps
    CHECK(SummaryOf({Record("flat", "1", 1e9, 0)}).find("others") == std::string::npos);
}

TEST_CASE("replications that are the same run again are told")
{
    RunRecord fixed = Record("deep", "1", 1e9, 0);
    fixed.draws = Draws::None;
    const RunRecord random = Record("flat", "1", 1e9, 0);
    CHECK(SummaryOf({fixed, fixed, random, random})
              .find("\nin 1 of 2 variants and points nothing was drawn at random") !=
          std::string::npos);
    CHECK(SummaryOf({fixed, random, random}).find("drawn") == std::string::npos);
}

TEST_CASE("a metric that a run does not have is a dash")
{
    CHECK(SummaryOf({Record("flat", "1", 1e9, 0)}).find(" -") != std::string::npos);
}

TEST_CASE("what runs warn of is told once, with how many they are")
{
    RunRecord first = Record("deep", "1", 1e9, 0);
    first.warnings = {"it did not come true"};
    RunRecord second = Record("deep", "1", 2e9, 0);
    second.warnings = {"the link is idle", "it did not come true"};
    const std::string text = SummaryOf({first, second, Record("flat", "1", 1e9, 0)});
    CHECK(text.find("\nwarning in 2 of 3 runs: it did not come true\n") != std::string::npos);
    CHECK(text.find("\nwarning in 1 of 3 runs: the link is idle\n") != std::string::npos);
    CHECK(SummaryOf({Record("flat", "1", 1e9, 0)}).find("warning") == std::string::npos);
}

TEST_CASE("of many variants and points the first are shown, and it is said that there are more")
{
    std::vector<RunRecord> records;
    for (int point = 100; point < 160; ++point)
    {
        records.push_back(Record("deep", std::to_string(point), 1e9, 0));
    }
    CHECK(SummaryOf(records).find("deep load=159 ") != std::string::npos);
    CHECK(SummaryOf(records).find("are shown") == std::string::npos);
    records.push_back(Record("deep", "160", 1e9, 0));
    const std::string text = SummaryOf(records);
    CHECK(text.find("deep load=159 ") != std::string::npos);
    CHECK(text.find("load=160") == std::string::npos);
    CHECK(text.find("\nof 61 variants and points the first 60 are shown; runs.csv has all") !=
          std::string::npos);
}

} // namespace summary_test
