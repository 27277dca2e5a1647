// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/finished-experiment.h"

#include "sim/results/file-writer.h"
#include "sim/results/record-reader.h"
#include "sim/results/run-record-json.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace nexsim
{

namespace
{

nlohmann::ordered_json
ReadPlan(const std::string& folder)
{
    const std::string path = folder + "/experiment.json";
    if (std::filesystem::exists(folder + "/run.json"))
    {
        throw ExperimentFolderError(
            fmt::format("{} is the folder of one run; that of its experiment lies two above",
                        folder));
    }
    if (!std::filesystem::exists(path))
    {
        throw ExperimentFolderError(
            fmt::format("{} has no experiment.json, so it is not the folder of "
                        "an experiment that `nexsim run` has finished; expected "
                        "one such as results/quickstart",
                        folder));
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
            RunRecord record = ReadRunRecord(folder + "/runs/" + run.id + "/run.json");
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
        throw ExperimentFolderError(fmt::format("{} has no finished run", folder));
    }
    return experiment;
}

} // namespace nexsim
