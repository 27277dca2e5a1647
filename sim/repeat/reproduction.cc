// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/reproduction.h"

#include "sim/results/file-writer.h"
#include "sim/results/run-record-json.h"
#include "sim/run/run-executor.h"

#include <filesystem>
#include <set>

namespace nexsim
{

namespace
{

namespace fs = std::filesystem;

/** @brief Executes the run, and leaves its folder. */
void
Execute(const FinishedRun& run, const ScenarioRun& scenario, const std::string& out)
{
    RunRecord record;
    record.id = run.record.id;
    record.scenario = run.record.scenario;
    record.scenarioHash = run.record.scenarioHash;
    record.variant = run.record.variant;
    record.parameters = run.record.parameters;
    record.inputs = run.record.inputs;
    record.replication = run.record.replication;
    record.provenance = GetProvenance();
    RunDirectory directory(out, record.id);
    directory.Write("scenario.json", run.document + "\n");
    RunProgress progress;
    ExecuteRun(scenario, record, directory, progress);
    directory.Write("run.json", ToText(record));
    directory.Commit();
}

std::set<std::string>
FilesIn(const std::string& folder)
{
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
    {
        names.insert(entry.path().filename().string());
    }
    return names;
}

/** @brief What must be equal of a file of a run's folder. */
std::string
Comparable(const std::string& folder, const std::string& name)
{
    const std::string path = folder + "/" + name;
    if (!fs::is_regular_file(path))
    {
        return "";
    }
    const std::string text = ReadFile(path);
    if (name != "run.json")
    {
        return "file\n" + text;
    }
    auto json = nlohmann::ordered_json::parse(text);
    json.erase("provenance");
    return "record\n" + json.dump();
}

} // namespace

Reproduction
Reproduce(const FinishedRun& run, const RepeatMeans& means, const std::string& out)
{
    Execute(run, ReadScenarioOf(run, means), out);
    Reproduction reproduction{ReadFinishedRun(out + "/" + run.record.id), {}, {}};
    const std::string& repeated = reproduction.repeated.folder;
    std::set<std::string> names = FilesIn(run.folder);
    names.merge(FilesIn(repeated));
    for (const std::string& name : names)
    {
        const bool isEqual = Comparable(run.folder, name) == Comparable(repeated, name);
        (isEqual ? reproduction.equalFiles : reproduction.differentFiles).push_back(name);
    }
    return reproduction;
}

} // namespace nexsim
