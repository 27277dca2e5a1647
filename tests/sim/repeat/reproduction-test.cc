// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/experiment.h"
#include "sim/repeat/repeat-command.h"
#include "sim/repeat/reproduction.h"
#include "sim/results/atomic-file.h"
#include "sim/run/run-executor.h"
#include "sim/scenario/scenario-loader.h"
#include "tests/sim/repeat/finish.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <stdexcept>

namespace reproduction_test
{

using namespace nexsim;
using nexsim::test::kFunnel;
using nexsim::test::ScratchFolder;

namespace
{

constexpr const char* kSizes = "# sizes\nbytes cumulative-probability\n100 0\n1400 1\n";

/** @brief The funnel with a source whose packets have sizes from a file, swept, with two variants. */
std::string
SweptScenario()
{
    std::string text = kFunnel;
    const std::string second = "\"second\"";
    text.replace(
        text.find(second),
        second.size(),
        R"("sized": { "type": "PoissonSource", "from": "b", "to": "a", "Rate": { "$": "rate" },
                     "PacketSize": { "type": "Empirical", "File": "sizes.cdf" } },
        "second")");
    text.insert(
        text.find("\"nodes\""),
        R"("replications": 2, "parameters": { "rate": "10Mbps" }, "sweep": { "rate": ["10Mbps", "20Mbps"] },
                   "variants": { "short": {}, "long": { "/links/2/Delay": "9us" } }, )");
    return text;
}

/** @brief A scenario file with its results in a folder that goes with it. */
class Laboratory
{
  public:
    Laboratory()
    {
        Write("sizes.cdf", kSizes);
        Write("funnel.json", SweptScenario());
    }

    void Write(const std::string& name, const std::string& text) const
    {
        WriteFileAtomically(folder / name, text);
    }

    /** @brief Executes the scenario as `nexsim run` does; returns the folder of a run. */
    std::string Run(std::size_t index, const std::vector<std::string>& overrides = {}) const
    {
        LoadOptions options;
        options.overrides = overrides;
        Diagnostics diagnostics;
        const std::string file = folder / "funnel.json";
        const auto plan = LoadScenario(file, "", options, diagnostics);
        if (!plan)
        {
            throw std::runtime_error(diagnostics.Print());
        }
        Experiment experiment(
            *plan,
            {FileFinder(ScenarioFolders(file, "")), 2, folder / "results", {}, "", overrides});
        REQUIRE(experiment.Execute(ExecuteRun) == ExitCode::Done);
        experiment.WriteTables();
        return experiment.Folder() + "/runs/" + experiment.Record(index)->id;
    }

    ScratchFolder folder;
};

std::string
MessageOf(const std::string& folder)
{
    try
    {
        ReadScenarioOf(ReadFinishedRun(folder), {});
        return "";
    }
    catch (const RunFolderError& error)
    {
        return error.what();
    }
}

bool
Has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a run repeats from its folder to the same bytes")
{
    const Laboratory laboratory;
    const FinishedRun run = ReadFinishedRun(laboratory.Run(5) + "/");
    const Reproduction reproduction = Reproduce(run, {}, laboratory.folder / "again");
    CHECK(reproduction.IsEqual());
    CHECK(reproduction.equalFiles ==
          std::vector<std::string>{"flows.csv", "latency.csv", "run.json", "scenario.json"});
    CHECK(reproduction.repeated.record.variant == "long");
    CHECK(reproduction.repeated.record.inputs.size() == 1);
}

TEST_CASE("a repeated run that leaves anything else is different, file by file")
{
    const Laboratory laboratory;
    const std::string folder = laboratory.Run(0);
    WriteFileAtomically(folder + "/flows.csv", "traffic\n");
    WriteFileAtomically(folder + "/notes.csv", "more\n");
    const Reproduction reproduction =
        Reproduce(ReadFinishedRun(folder), {}, laboratory.folder / "again");
    CHECK(reproduction.differentFiles == std::vector<std::string>{"flows.csv", "notes.csv"});
    CHECK(reproduction.equalFiles ==
          std::vector<std::string>{"latency.csv", "run.json", "scenario.json"});
}

TEST_CASE("the provenance of a record may differ, its fingerprint may not")
{
    const Laboratory laboratory;
    const std::string folder = laboratory.Run(0);
    std::string record = ReadFile(folder + "/run.json");
    const std::string compiler = "\"compiler\": \"";
    record.insert(record.find(compiler) + compiler.size(), "other ");
    WriteFileAtomically(folder + "/run.json", record);
    CHECK(Reproduce(ReadFinishedRun(folder), {}, laboratory.folder / "again").IsEqual());
    const std::string wire = "\"wire\": \"";
    const size_t digit = record.find(wire) + wire.size();
    record[digit] = record[digit] == '0' ? '1' : '0';
    WriteFileAtomically(folder + "/run.json", record);
    CHECK(Reproduce(ReadFinishedRun(folder), {}, laboratory.folder / "again").differentFiles ==
          std::vector<std::string>{"run.json"});
}

TEST_CASE("the command of a run makes that run only, and is found to do so")
{
    const Laboratory laboratory;
    const std::string folder = laboratory.Run(6, {"/seed=7"});
    const FinishedRun run = ReadFinishedRun(folder);
    const RepeatCommand command = FindRepeatCommand(run, {}, "again");
    CHECK(command.reason.empty());
    CHECK(command.line == "nexsim run " + laboratory.folder / "funnel.json" +
                              " --out again --set /seed=7 --only "
                              "'variant == \"long\" && rate == 20Mbps && replication == 0'");
}

TEST_CASE("where the scenario makes another run now, the command says why it does not do")
{
    const Laboratory laboratory;
    const FinishedRun run = ReadFinishedRun(laboratory.Run(0));
    const auto reason = [&](const RepeatMeans& means = {}) {
        return FindRepeatCommand(run, means, "again").reason;
    };
    std::string text = SweptScenario();
    laboratory.Write("sizes.cdf", "bytes cumulative-probability\n100 0\n1300 1\n");
    CHECK(Has(reason(), "sizes.cdf has changed: its content was "));
    laboratory.Write("sizes.cdf", kSizes);
    CHECK(reason().empty());
    text.replace(text.find("600Mbps"), 7, "601Mbps");
    laboratory.Write("funnel.json", text);
    CHECK(Has(reason(), "the scenario has changed"));
    laboratory.Write("funnel.json", "{");
    CHECK(Has(reason(), "the scenario is not valid:\n"));
    std::filesystem::remove(laboratory.folder / "funnel.json");
    CHECK(Has(reason(), "name the scenario with --scenario"));
    laboratory.Write("moved.json", SweptScenario());
    CHECK(reason({laboratory.folder / "moved.json", "", {}}).empty());
    std::filesystem::remove(laboratory.folder / "results/funnel/experiment.json");
    CHECK(Has(reason(), "nothing beside the run's folder tells its scenario file"));
}

TEST_CASE("another call's overrides are not taken for a run of an earlier one")
{
    const Laboratory laboratory;
    const FinishedRun run = ReadFinishedRun(laboratory.Run(0));
    laboratory.Run(0, {"/seed=7"});
    const RepeatCommand command = FindRepeatCommand(run, {}, "again");
    CHECK(command.reason.empty());
    CHECK_FALSE(Has(command.line, "--set"));
}

TEST_CASE("a file that is missing or has changed is named with its content")
{
    const Laboratory laboratory;
    const std::string folder = laboratory.Run(0);
    CHECK(MessageOf(folder).empty());
    const std::string hash = ReadFinishedRun(folder).record.inputs.at(0).hash;
    laboratory.Write("sizes.cdf", "bytes cumulative-probability\n100 0\n1300 1\n");
    const std::string changed = MessageOf(folder);
    CHECK(Has(changed, "the file sizes.cdf (content " + hash + ") has changed: "));
    CHECK(Has(changed, laboratory.folder / "sizes.cdf has content "));
    std::filesystem::remove(laboratory.folder / "sizes.cdf");
    CHECK(Has(MessageOf(folder), "the file sizes.cdf (content " + hash + ") is not there; put "));
}

TEST_CASE("a folder that is no run's, or whose document was changed, is refused")
{
    const Laboratory laboratory;
    const std::string folder = laboratory.Run(0);
    CHECK(Has(MessageOf(laboratory.folder.GetPath()), "has no run.json; expected results/NAME"));
    WriteFileAtomically(folder + "/scenario.json", "{}\n");
    CHECK(Has(MessageOf(folder), "/scenario.json is not what the run was made from"));
    WriteFileAtomically(folder + "/run.json", "{\n");
    CHECK(Has(MessageOf(folder), folder + "/run.json: "));
    std::filesystem::remove(folder + "/scenario.json");
    CHECK(Has(MessageOf(folder), "has no scenario.json"));
}

} // namespace reproduction_test
