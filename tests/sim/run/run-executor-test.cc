// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-executor.h"
#include "tests/sim/results/scratch-folder.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace run_executor_test
{

using namespace nexsim;
using namespace nexsim::testing;
using nexsim::test::ScratchFolder;

namespace
{

ScenarioMaker
Direct()
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t a = made.Host("a");
    const size_t b = made.Host("b");
    made.Link(a, b);
    made.Traffic("web", "ConstantRateSource", a, b);
    return made;
}

} // namespace

TEST_CASE("a run completes its record, keeps its identity, and leaves its tables in the folder")
{
    const ScratchFolder scratch;
    ScenarioMaker made = Direct();
    made.run.measure.interval = MicroSeconds(100);
    made.run.measure.series = {"web/throughput"};
    RunRecord record;
    record.id = "00ff";
    record.variant = "fifo";
    RunProgress progress;
    RunDirectory directory(scratch / "runs", record.id);
    CHECK(ExecuteRun(made.run, record, directory, progress) == ExitCode::Done);
    directory.Commit();
    CHECK(record.id == "00ff");
    CHECK(record.variant == "fifo");
    CHECK(record.metrics.GetSize() > 20);
    CHECK(progress.events == record.events);
    CHECK(progress.simulatedPs == MilliSeconds(1).Value());
    const std::filesystem::path folder(directory.GetPath());
    CHECK(std::filesystem::exists(folder / "series.csv"));
    CHECK(std::filesystem::exists(folder / "flows.csv"));
    CHECK(std::filesystem::exists(folder / "latency.csv"));
    CHECK_FALSE(std::filesystem::exists(folder / "transfers.csv"));
}

TEST_CASE("a run that is cut off leaves no tables")
{
    const ScratchFolder scratch;
    ScenarioMaker made = Direct();
    made.run.limits.events = 50;
    RunRecord record;
    RunProgress progress;
    RunDirectory directory(scratch / "runs", "00ff");
    CHECK(ExecuteRun(made.run, record, directory, progress) == ExitCode::LimitReached);
    directory.Commit();
    CHECK(std::filesystem::is_empty(directory.GetPath()));
}

} // namespace run_executor_test
