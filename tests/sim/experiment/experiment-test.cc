// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/experiment.h"
#include "sim/results/file-writer.h"
#include "sim/results/io-error.h"
#include "sim/results/run-record-json.h"
#include "sim/run/build-error.h"
#include "sim/scenario/scenario-loader.h"
#include "tests/sim/results/forked.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace experiment_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace fs = std::filesystem;

namespace
{

/** Two variants x two values x three replications of a run that the executors below stand for. */
constexpr const char* kScenario = R"({
  "nexsim": 1, "name": "study", "duration": "1ms", "replications": 3,
  "parameters": { "n": 1 }, "sweep": { "n": [1, 2] },
  "nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
  "links": [ { "between": ["a", "b"], "Rate": "1Gbps" } ],
  "traffic": { "t": { "type": "PoissonSource", "from": "a", "to": "b", "Flows": { "$": "n" } } },
  "variants": { "x": {}, "y": { "/traffic/t/Dscp": 1 } }
})";

ExperimentPlan
PlanOf(const ScratchFolder& folder, std::vector<std::string> settings = {})
{
    const std::string file = folder / "study.json";
    std::ofstream(file) << kScenario;
    LoadOptions options;
    options.overrides = std::move(settings);
    Diagnostics diagnostics;
    auto plan = LoadScenario(file, {}, options, diagnostics);
    if (!plan)
    {
        throw std::runtime_error(diagnostics.Print());
    }
    return *plan;
}

ExperimentOptions
OptionsOf(const ScratchFolder& folder, std::size_t jobs = 2)
{
    ExperimentOptions options{FileFinder({}), jobs, folder / "results", {}, {}, {}};
    return options;
}

/** Writes a metric and a file of its own, so that a run that is not whole shows. */
ExitCode
Succeed(const ScenarioRun&, RunRecord& record, RunDirectory& directory, RunProgress&)
{
    record.metrics.Add("t/answer", int64_t{42}, "1");
    directory.Write("series.csv", "time_ps\n");
    return ExitCode::Done;
}

/** What an experiment writes on standard error while `function` runs. */
template <typename Function>
std::string
ErrorsOf(const ScratchFolder& folder, Function function)
{
    const std::string path = folder / "stderr";
    std::fflush(stderr);
    const int before = ::dup(STDERR_FILENO);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, STDERR_FILENO);
    ::close(file);
    function();
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    return ReadFile(path);
}

/** Every folder below runs/ holds a whole run, and nothing else is there. */
void
CheckRunsAreWhole(const ScratchFolder& folder)
{
    for (const std::string& name : folder.List("results/study/runs"))
    {
        CAPTURE(name);
        CHECK(name.size() == 32);
        CHECK(folder.List("results/study/runs/" + name) ==
              std::vector<std::string>{"run.json", "scenario.json", "series.csv"});
    }
}

} // namespace

TEST_SUITE("sim/experiment: an experiment")
{
    TEST_CASE("runs what is missing, and nothing twice")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        REQUIRE(plan.runs.size() == 12);
        Experiment first(plan, OptionsOf(folder));
        CHECK(first.Execute(Succeed) == ExitCode::Done);
        CHECK(first.Reused() == 0);
        CHECK(folder.List("results/study/runs").size() == 12);
        CheckRunsAreWhole(folder);
        fs::remove_all(folder / ("results/study/runs/" + first.Record(5)->id));
        Experiment again(plan, OptionsOf(folder));
        CHECK(again.Execute(Succeed) == ExitCode::Done);
        CHECK(again.Reused() == 11);
        REQUIRE(again.Records().size() == 12);
        for (std::size_t run = 0; run < 12; ++run)
        {
            CHECK(again.Record(run)->replication == plan.runs[run].replication);
            CHECK(again.Record(run)->id == first.Record(run)->id);
        }
    }

    TEST_CASE("a changed scenario is other runs, --jobs is not")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        CHECK(Experiment(plan, OptionsOf(folder)).Execute(Succeed) == ExitCode::Done);
        const ExperimentPlan other = PlanOf(folder, {"/seed=2"});
        Experiment changed(other, OptionsOf(folder));
        CHECK(changed.Execute(Succeed) == ExitCode::Done);
        CHECK(changed.Reused() == 0);
        Experiment same(plan, OptionsOf(folder, 1));
        CHECK(same.Execute(Succeed) == ExitCode::Done);
        CHECK(same.Reused() == 12);
    }

    TEST_CASE("a crash takes one run; it is told with a command that repeats that one")
    {
        const ScratchFolder folder;
        const std::vector<std::string> settings = {"/traffic/t/PacketSize=99B"};
        const ExperimentPlan plan = PlanOf(folder, settings);
        ExperimentOptions options = OptionsOf(folder);
        options.overrides = settings;
        Experiment experiment(plan, options);
        ExitCode outcome{};
        const std::string errors = ErrorsOf(folder, [&] {
            outcome = experiment.Execute([](const ScenarioRun& scenario,
                                            RunRecord& record,
                                            RunDirectory& directory,
                                            RunProgress& progress) {
                const bool isOne = record.variant == "y" && scenario.replication == 1 &&
                                   record.parameters == NamedTexts{{"n", "2"}};
                if (isOne)
                {
                    ::raise(SIGKILL);
                }
                return Succeed(scenario, record, directory, progress);
            });
        });
        CHECK(outcome == ExitCode::RunCrashed);
        CHECK(experiment.Records().size() == 11);
        CHECK(experiment.Record(10) == nullptr);
        CHECK(folder.List("results/study/runs").size() == 11);
        CheckRunsAreWhole(folder);
        CAPTURE(errors);
        CHECK(errors.find("(y, n=2, replication 1) crashed: SIGKILL (Killed)\n") !=
              std::string::npos);
        const std::string command = "  to repeat it: nexsim run " + folder.GetPath() +
                                    "/study.json --out " + folder.GetPath() +
                                    "/results --set /traffic/t/PacketSize=99B --only "
                                    "'variant == \"y\" && n == 2 && replication == 1'\n";
        CHECK(errors.find(command) != std::string::npos);
    }

    TEST_CASE("a failed run keeps its reason, and is tried again")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        const auto fail =
            [](const ScenarioRun&, RunRecord& record, RunDirectory& directory, RunProgress&) {
                record.reason = "the limit of 3 events was reached";
                directory.Write("series.csv", "time_ps\n");
                return record.replication == 2 ? ExitCode::LimitReached : ExitCode::Done;
            };
        Experiment experiment(plan, OptionsOf(folder));
        ExitCode outcome{};
        const std::string errors = ErrorsOf(folder, [&] { outcome = experiment.Execute(fail); });
        CHECK(outcome == ExitCode::LimitReached);
        CHECK(experiment.Records().size() == 8);
        CHECK(errors.find("replication 2) the limit of 3 events was reached\n") !=
              std::string::npos);
        CheckRunsAreWhole(folder);
        Experiment again(plan, OptionsOf(folder));
        CHECK(again.Execute(Succeed) == ExitCode::Done);
        CHECK(again.Reused() == 8);
        CheckRunsAreWhole(folder);
    }

    TEST_CASE("a run that cannot be built fails as an invalid scenario, and keeps its reason")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        const auto refuse = [](const ScenarioRun&, RunRecord&, RunDirectory&, RunProgress&) {
            BuildPart("/traffic/t", [] { throw std::invalid_argument("t: too few"); });
            return ExitCode::Done;
        };
        Experiment experiment(plan, OptionsOf(folder));
        ExitCode outcome{};
        const std::string errors = ErrorsOf(folder, [&] { outcome = experiment.Execute(refuse); });
        CHECK(outcome == ExitCode::InvalidScenario);
        CHECK(experiment.Records().empty());
        CHECK(errors.find("replication 2) cannot be built: t: too few\n") != std::string::npos);
    }

    TEST_CASE("a run that throws, and one whose folder cannot be written, fail with exit code 1")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        Experiment experiment(plan, OptionsOf(folder));
        ExitCode outcome{};
        const std::string errors = ErrorsOf(folder, [&] {
            outcome = experiment.Execute([](const ScenarioRun& scenario,
                                            RunRecord& record,
                                            RunDirectory& directory,
                                            RunProgress& progress) {
                if (record.replication == 0)
                {
                    throw std::runtime_error("no such luck");
                }
                if (record.replication == 1)
                {
                    throw IoError("write", directory.GetPath(), ENOSPC);
                }
                return Succeed(scenario, record, directory, progress);
            });
        });
        CHECK(outcome == ExitCode::Internal);
        CHECK(experiment.Records().size() == 4);
        CHECK(errors.find("nexsim: no such luck\n") != std::string::npos);
        CHECK(errors.find(": No space left on device\n") != std::string::npos);
        CHECK(errors.find("replication 0) failed with exit code 1\n") != std::string::npos);
        CHECK(folder.List("results/study/runs").size() == 4);
        CheckRunsAreWhole(folder);
    }

    TEST_CASE("killed at any instant, it leaves whole runs only, and goes on from there")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        const auto slowly = [](const ScenarioRun& scenario,
                               RunRecord& record,
                               RunDirectory& directory,
                               RunProgress& progress) {
            ::usleep(2000);
            const ExitCode outcome = Succeed(scenario, record, directory, progress);
            ::usleep(2000);
            return outcome;
        };
        std::size_t whole = 0;
        for (int attempt = 0; attempt < 12; ++attempt)
        {
            const pid_t process = StartForked(
                [&] { return ToInt(Experiment(plan, OptionsOf(folder)).Execute(slowly)); });
            ::usleep(static_cast<useconds_t>(1000 + 1700 * attempt));
            ::kill(process, SIGKILL);
            WaitForked(process);
            if (!fs::exists(folder / "results/study/runs"))
            {
                continue;
            }
            std::size_t now = 0;
            for (const std::string& name : folder.List("results/study/runs"))
            {
                if (name.front() != '.')
                {
                    ++now;
                    CHECK(ReadRunRecord(folder / ("results/study/runs/" + name + "/run.json"))
                              .metrics.Find("t/answer") != std::nullopt);
                }
            }
            CHECK(now >= whole);
            whole = now;
        }
        Experiment last(plan, OptionsOf(folder));
        CHECK(last.Execute(slowly) == ExitCode::Done);
        CHECK(last.Reused() >= whole);
        CHECK(last.Records().size() == 12);
        CHECK(folder.List("results/study/runs").size() == 12);
        CheckRunsAreWhole(folder);
    }

    TEST_CASE("an interruption ends it, with nothing half done left over")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        const pid_t process = StartForked([&] {
            return ToInt(Experiment(plan, OptionsOf(folder))
                             .Execute([](const ScenarioRun&,
                                         RunRecord& record,
                                         RunDirectory& directory,
                                         RunProgress&) {
                                 directory.Write("series.csv", "time_ps\n");
                                 if (record.replication != 0)
                                 {
                                     ::kill(::getppid(), SIGTERM);
                                     ::sleep(60);
                                 }
                                 return ExitCode::Done;
                             }));
        });
        CHECK(WaitForked(process) == ToInt(ExitCode::Interrupted));
        CHECK(folder.List("results/study/runs").size() <= 4);
        CheckRunsAreWhole(folder);
    }

    TEST_CASE("a record that is no record is not taken for one; it is told how to get another")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        Experiment first(plan, OptionsOf(folder));
        CHECK(first.Execute(Succeed) == ExitCode::Done);
        const std::string run = folder / ("results/study/runs/" + first.Record(3)->id);
        fs::resize_file(run + "/run.json", 40);
        Experiment again(plan, OptionsOf(folder));
        const std::string advice = "; remove the folder " + run + " to have it run again";
        try
        {
            again.Execute(Succeed);
            FAIL("nothing was thrown");
        }
        catch (const std::exception& error)
        {
            const std::string what = error.what();
            CHECK(what.find(run + "/run.json: ") == 0);
            CHECK(what.find(advice) == what.size() - advice.size());
        }
        fs::remove_all(run);
        Experiment mended(plan, OptionsOf(folder));
        CHECK(mended.Execute(Succeed) == ExitCode::Done);
        CHECK(mended.Reused() == 11);
    }

    TEST_CASE("tables tell which runs have finished")
    {
        const ScratchFolder folder;
        const ExperimentPlan plan = PlanOf(folder);
        Experiment experiment(plan, OptionsOf(folder));
        ErrorsOf(folder, [&] {
            experiment.Execute([](const ScenarioRun& scenario,
                                  RunRecord& record,
                                  RunDirectory& directory,
                                  RunProgress& progress) {
                return record.replication == 1 ? ExitCode::InvariantBroke
                                               : Succeed(scenario, record, directory, progress);
            });
        });
        experiment.WriteTables();
        const auto json = nlohmann::json::parse(ReadFile(experiment.Folder() + "/experiment.json"));
        REQUIRE(json["runs"].size() == 12);
        for (const auto& run : json["runs"])
        {
            CHECK(run["finished"] == (run["replication"] != 1));
        }
        const std::string table = ReadFile(experiment.Folder() + "/runs.csv");
        CHECK(std::count(table.begin(), table.end(), '\n') == 1 + 8);
        CHECK(table.find("run,variant,n,replication,metric,value,unit\n") == 0);
    }

    TEST_CASE("of two outcomes the graver one counts")
    {
        CHECK(Graver(ExitCode::Done, ExitCode::ClaimFailed) == ExitCode::ClaimFailed);
        CHECK(Graver(ExitCode::RunCrashed, ExitCode::LimitReached) == ExitCode::RunCrashed);
        CHECK(Graver(ExitCode::InvariantBroke, ExitCode::Interrupted) == ExitCode::Interrupted);
        CHECK(Graver(ExitCode::ClaimFailed, ExitCode::Done) == ExitCode::ClaimFailed);
    }
}

} // namespace experiment_test
