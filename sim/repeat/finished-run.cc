// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/finished-run.h"

#include "sim/results/file-writer.h"
#include "sim/results/run-id.h"
#include "sim/results/run-record-json.h"
#include "sim/scenario/experiment-plan.h"
#include "sim/scenario/json-reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace nexsim
{

namespace
{

namespace fs = std::filesystem;

/** @brief Texts of an array that a program wrote; empty where it is not there. */
std::vector<std::string>
TextsIn(const Json& json, const char* key)
{
    std::vector<std::string> texts;
    const auto found = json.find(key);
    if (found != json.end() && found->is_array())
    {
        for (const Json& text : *found)
        {
            texts.push_back(text.is_string() ? text.get<std::string>() : "");
        }
    }
    return texts;
}

bool
ListsRun(const Json& experiment, const std::string& id)
{
    const auto runs = experiment.find("runs");
    return runs != experiment.end() && runs->is_array() &&
           std::any_of(runs->begin(), runs->end(), [&id](const Json& run) {
               return run.is_object() && run.value("id", "") == id;
           });
}

/** @brief Where a library of this name was loaded from; "" for none. */
std::string
FindLibrary(const std::string& name, const RepeatMeans& means)
{
    for (const std::string& library : means.libraries)
    {
        if (fs::path(library).filename() == name)
        {
            return library;
        }
    }
    return "";
}

/** @brief What is wrong with a file or library; "" when it is there as it was. */
std::string
FaultOf(const InputRecord& input, const std::string& path)
{
    if (path.empty())
    {
        return "is not there";
    }
    const std::string hash = HashContent(ReadFile(path));
    return hash == input.hash ? "" : fmt::format("has changed: {} has content {}", path, hash);
}

/** @brief One line per input that is missing or differs. */
std::string
FaultsOf(const FinishedRun& run, const RepeatMeans& means, FileFinder& files)
{
    std::string faults;
    for (const InputRecord& input : run.record.inputs)
    {
        const bool isLibrary = input.kind == "library";
        std::string path;
        if (isLibrary)
        {
            path = FindLibrary(input.name, means);
        }
        else if (const auto found = files.Find(input.name))
        {
            path = found->string();
        }
        const std::string fault = FaultOf(input, path);
        if (!fault.empty())
        {
            faults += fmt::format("\n  the {} {} (content {}) {}; {}",
                                  input.kind,
                                  input.name,
                                  input.hash,
                                  fault,
                                  isLibrary ? "name the one of that content with --load"
                                            : "put the one of that content beside the scenario, or "
                                              "name with --scenario one beside which it lies");
        }
    }
    return faults;
}

} // namespace

FinishedRun
ReadFinishedRun(std::string folder)
{
    while (folder.size() > 1 && folder.back() == '/')
    {
        folder.pop_back();
    }
    if (!fs::exists(folder))
    {
        throw RunFolderError(
            fmt::format("there is no folder {}; expected one such as results/NAME/runs/ID",
                        folder));
    }
    for (const char* name : {"/run.json", "/scenario.json"})
    {
        if (!fs::is_regular_file(folder + name))
        {
            throw RunFolderError(fmt::format(
                "{} is no folder of a run: it has no {}; expected {}/runs/ID",
                folder,
                name + 1,
                fs::is_regular_file(folder + "/experiment.json") ? folder : "results/NAME"));
        }
    }
    try
    {
        FinishedRun run{folder, ReadRunRecord(folder + "/run.json"), ""};
        run.document = ReadFile(folder + "/scenario.json");
        while (!run.document.empty() && run.document.back() == '\n')
        {
            run.document.pop_back();
        }
        if (HashContent(run.document) != run.record.scenarioHash)
        {
            throw RunFolderError(fmt::format("{}/scenario.json is not what the run was made from: "
                                             "its content is {}, recorded is {}",
                                             folder,
                                             HashContent(run.document),
                                             run.record.scenarioHash));
        }
        return run;
    }
    catch (const RunFolderError&)
    {
        throw;
    }
    catch (const std::runtime_error& error)
    {
        throw RunFolderError(error.what());
    }
}

RunOrigin
FindOrigin(const FinishedRun& run)
{
    const fs::path file = fs::path(run.folder) / "../../experiment.json";
    std::error_code error;
    if (!fs::is_regular_file(file, error))
    {
        return {};
    }
    const Json json = Json::parse(ReadFile(file.string()), nullptr, false);
    if (!json.is_object())
    {
        return {};
    }
    const auto scenario = json.find("scenario");
    return {scenario != json.end() && scenario->is_string() ? scenario->get<std::string>() : "",
            TextsIn(json, "overrides"),
            TextsIn(json, "libraries"),
            ListsRun(json, run.record.id)};
}

ScenarioRun
ReadScenarioOf(const FinishedRun& run, const RepeatMeans& means)
{
    const std::string scenario = means.scenario.empty() ? FindOrigin(run).scenario : means.scenario;
    FileFinder files(ScenarioFolders(scenario, means.data));
    const std::string faults = FaultsOf(run, means, files);
    if (!faults.empty())
    {
        throw RunFolderError(run.folder + " cannot be repeated:" + faults);
    }
    try
    {
        return ReadRunDocument(run.document, files);
    }
    catch (const std::runtime_error& error)
    {
        throw RunFolderError(
            fmt::format("{} cannot be repeated by this build: {}", run.folder, error.what()));
    }
}

std::string
WhichRun(const RunRecord& record)
{
    std::string text = record.scenario;
    if (!record.variant.empty())
    {
        text += ", " + record.variant;
    }
    for (const auto& [name, value] : record.parameters)
    {
        text += fmt::format(", {} {}", name, value);
    }
    return text + fmt::format(", replication {}", record.replication);
}

} // namespace nexsim
