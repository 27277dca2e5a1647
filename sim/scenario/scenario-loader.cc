// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/scenario-loader.h"

#include "sim/scenario/json-reader.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/patch.h"
#include "sim/scenario/plan-builder.h"
#include "sim/scenario/scenario-keys.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief Reads the overrides, and applies those that change the experiment, not a run. */
std::vector<Assignment>
ApplyOverrides(const std::vector<std::string>& arguments,
               Json& scenario,
               SourceMap& sources,
               Diagnostics& diagnostics)
{
    std::vector<Assignment> remaining;
    const std::vector<std::string> known = ScenarioKeys();
    for (const std::string& argument : arguments)
    {
        auto assignment = ReadAssignment(argument, diagnostics);
        if (!assignment)
        {
            continue;
        }
        const std::string first = FirstPart(assignment->pointer);
        if (std::find(known.begin(), known.end(), first) == known.end())
        {
            diagnostics.Error(assignment->value.file,
                              {},
                              "",
                              "unknown key " + Quoted(first) + SuggestName(first, known));
            continue;
        }
        const bool ofParameters = first == "parameters";
        if (!PointsIntoRun(assignment->pointer))
        {
            const auto patched = ApplyPatch(scenario, assignment->pointer, assignment->value.value);
            if (!patched)
            {
                diagnostics.Error(assignment->value.file, {}, "", patched.Error().message);
                continue;
            }
            sources.PatchedBy(*patched, assignment->value.file);
        }
        if (ofParameters || PointsIntoRun(assignment->pointer))
        {
            remaining.push_back(std::move(*assignment));
        }
    }
    return remaining;
}

/** @brief A parameter that is swept has the values of the sweep, whatever its default. */
void
CheckNotSwept(const std::vector<Assignment>& overrides,
              const Json& scenario,
              Diagnostics& diagnostics)
{
    const auto sweep = scenario.find("sweep");
    if (sweep == scenario.end() || !sweep->is_object())
    {
        return;
    }
    for (const auto& item : sweep->items())
    {
        for (const Assignment& assignment : overrides)
        {
            if (assignment.pointer == "/parameters/" + item.key())
            {
                diagnostics.Error(assignment.value.file,
                                  {},
                                  "",
                                  Quoted(item.key()) + " is swept; write --set '/sweep/" +
                                      item.key() + "=[...]' or --only");
            }
        }
    }
}

/** @param errors that there were before the text was read */
std::optional<ExperimentPlan>
Load(const std::optional<JsonDocument>& read,
     const FileFinder& files,
     const LoadOptions& options,
     Diagnostics& diagnostics,
     std::size_t errors)
{
    if (!read)
    {
        return std::nullopt;
    }
    const JsonDocument& document = *read;
    SourceMap sources(document);
    Json scenario = document.value;
    if (!scenario.is_object())
    {
        sources.Error(diagnostics, "", "a scenario is an object: { \"nexsim\": 1, ... }");
        return std::nullopt;
    }
    const auto overrides = ApplyOverrides(options.overrides, scenario, sources, diagnostics);
    CheckNotSwept(overrides, scenario, diagnostics);
    auto plan = PlanBuilder(scenario, sources, overrides, options.only, files, diagnostics)
                    .Build(options.review, options.trial);
    if (!plan || diagnostics.ErrorCount() > errors)
    {
        return std::nullopt;
    }
    plan->file = document.file;
    return plan;
}

} // namespace

std::optional<ExperimentPlan>
LoadScenario(const std::filesystem::path& file,
             const std::filesystem::path& data,
             const LoadOptions& options,
             Diagnostics& diagnostics)
{
    const std::size_t errors = diagnostics.ErrorCount();
    const auto document = ReadJsonFile(file, diagnostics);
    return Load(document, FileFinder(ScenarioFolders(file, data)), options, diagnostics, errors);
}

std::optional<ExperimentPlan>
LoadScenarioText(std::string_view text,
                 const std::string& name,
                 const FileFinder& files,
                 const LoadOptions& options,
                 Diagnostics& diagnostics)
{
    const std::size_t errors = diagnostics.ErrorCount();
    const auto document = ReadJsonText(text, name, diagnostics);
    return Load(document, files, options, diagnostics, errors);
}

} // namespace nexsim
