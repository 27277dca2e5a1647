// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/finished-experiment.h"

#include "sim/results/file-writer.h"
#include "sim/results/record-reader.h"
#include "sim/results/run-record-json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace nexsim
{

namespace
{

namespace fs = std::filesystem;

/** @brief Whether `nexsim run` has ended there. */
bool
IsExperiment(const fs::path& folder)
{
    return fs::is_regular_file(folder / "experiment.json");
}

/** @brief The experiments in a folder such as "results", by name. */
std::vector<std::string>
ExperimentsIn(const fs::path& folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
    {
        if (IsExperiment(entry.path()))
        {
            names.push_back(entry.path().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string
ExpectedText(const std::vector<std::string>& experiments)
{
    constexpr std::size_t kShown = 8;
    const std::size_t shown = std::min(kShown, experiments.size());
    return fmt::format(
        "{}{}",
        fmt::join(experiments.begin(), experiments.begin() + shown, ", "),
        shown < experiments.size() ? fmt::format(" and {} more", experiments.size() - shown) : "");
}

/** @brief Why a folder is not that of an experiment, and which one may be meant. */
std::string
FaultOf(const fs::path& folder)
{
    const std::string name = folder.string();
    if (!fs::exists(folder))
    {
        const fs::path above = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
        const std::vector<std::string> others = ExperimentsIn(above);
        return fmt::format("there is no folder {}{}",
                           name,
                           others.empty() ? "; expected one such as results/quickstart, which "
                                            "`nexsim run` leaves"
                                          : "; there is " + ExpectedText(others));
    }
    if (!fs::is_directory(folder))
    {
        return fmt::format("{} is a file; expected the folder in which `nexsim run` left an "
                           "experiment, such as results/quickstart",
                           name);
    }
    const fs::path above = fs::absolute(folder).lexically_normal().parent_path();
    if (fs::exists(folder / "run.json"))
    {
        return fmt::format(
            "{} is the folder of one run; expected that of its experiment{}",
            name,
            IsExperiment(above.parent_path())
                ? ": " + above.parent_path().lexically_proximate(fs::current_path()).string()
                : "");
    }
    if (IsExperiment(above))
    {
        return fmt::format("{} is within the folder of an experiment; expected {}",
                           name,
                           above.lexically_proximate(fs::current_path()).string());
    }
    if (fs::is_directory(folder / "runs"))
    {
        return fmt::format("{} has no experiment.json yet: `nexsim run` has not come to its end; "
                           "the same command goes on where it stopped",
                           name);
    }
    const std::vector<std::string> within = ExperimentsIn(folder);
    return within.empty()
               ? fmt::format("{} has no experiment.json, so it is not the folder of an experiment "
                             "that `nexsim run` has finished; expected one such as "
                             "results/quickstart",
                             name)
               : fmt::format("{} has no experiment.json, but there {} {}; name one experiment",
                             name,
                             within.size() == 1 ? "is" : "are",
                             ExpectedText(within));
}

nlohmann::ordered_json
ReadPlan(const std::string& folder)
{
    const std::string path = folder + "/experiment.json";
    if (!IsExperiment(folder))
    {
        throw ExperimentFolderError(FaultOf(folder));
    }
    auto plan = nlohmann::ordered_json::parse(ReadFile(path), nullptr, false);
    if (plan.is_discarded())
    {
        throw ExperimentFolderError(
            fmt::format("{} is no JSON; `nexsim run` on the scenario writes it anew", path));
    }
    return plan;
}

struct PlannedRun
{
    std::string id;
    bool finished;
};

void
AddColumns(const RunRecord& record, std::vector<std::string>& columns)
{
    for (const auto& parameter : record.parameters)
    {
        if (std::find(columns.begin(), columns.end(), parameter.first) == columns.end())
        {
            columns.push_back(parameter.first);
        }
    }
}

/** @brief The record of a run that the plan calls finished. */
RunRecord
ReadRunOf(const std::string& folder, const std::string& scenario)
{
    try
    {
        return ReadRunRecord(folder + "/run.json");
    }
    catch (const std::runtime_error& error)
    {
        throw ExperimentFolderError(fmt::format("{}; remove {} and `nexsim run {}` makes it again",
                                                error.what(),
                                                folder,
                                                scenario));
    }
}

} // namespace

std::vector<const RunRecord*>
FinishedExperiment::Records() const
{
    std::vector<const RunRecord*> records;
    for (const RunRecord& run : runs)
    {
        records.push_back(&run);
    }
    return records;
}

FinishedExperiment
ReadFinishedExperiment(std::string folder)
{
    while (folder.size() > 1 && folder.back() == '/')
    {
        folder.pop_back();
    }
    const nlohmann::ordered_json json = ReadPlan(folder);
    FinishedExperiment experiment;
    experiment.folder = folder;
    try
    {
        const RecordReader plan(json);
        experiment.name = plan["name"].Text();
        experiment.about = plan["about"].Text();
        experiment.scenario = plan["scenario"].Text();
        experiment.commandLine = plan["provenance"]["command_line"].Text();
        const auto planned = plan["runs"].Each([](const RecordReader& run) {
            return PlannedRun{run["id"].Text(), run["finished"].Boolean()};
        });
        for (const PlannedRun& run : planned)
        {
            if (!run.finished)
            {
                ++experiment.unfinished;
                continue;
            }
            RunRecord record = ReadRunOf(folder + "/runs/" + run.id, experiment.scenario);
            AddColumns(record, experiment.columns);
            experiment.runs.push_back(std::move(record));
        }
    }
    catch (const RecordError& error)
    {
        throw ExperimentFolderError(fmt::format("{}: {}", folder, error.what()));
    }
    if (experiment.runs.empty())
    {
        throw ExperimentFolderError(
            fmt::format("{} has no finished run; `nexsim run {}` goes on with them",
                        folder,
                        experiment.scenario));
    }
    return experiment;
}

std::string
UnfinishedText(const char* verb, const FinishedExperiment& experiment)
{
    return experiment.unfinished == 0
               ? ""
               : fmt::format(
                     "nexsim {}: {} of the runs of {} are not finished; `nexsim run {}` goes "
                     "on with them\n",
                     verb,
                     experiment.unfinished,
                     experiment.folder,
                     experiment.scenario);
}

} // namespace nexsim
