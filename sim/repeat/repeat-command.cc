// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/repeat-command.h"

#include "sim/results/file-writer.h"
#include "sim/results/results-version.h"
#include "sim/results/run-id.h"
#include "sim/scenario/expression.h"
#include "sim/scenario/scenario-loader.h"

#include <fmt/format.h>

#include <filesystem>

namespace nexsim
{

namespace
{

/** @brief A parameter's value as `--only` takes it: a number or quantity as it is, a name quoted. */
std::string
ValueIn(const std::string& value)
{
    const auto expression = Expression::Parse(value);
    return expression && expression->Names().empty() ? value : "\"" + value + "\"";
}

std::string
OnlyThis(const RunRecord& record)
{
    std::string only;
    const auto add = [&](const std::string& term) { only += (only.empty() ? "" : " && ") + term; };
    if (!record.variant.empty())
    {
        add(fmt::format("variant == \"{}\"", record.variant));
    }
    for (const auto& [name, value] : record.parameters)
    {
        add(fmt::format("{} == {}", name, ValueIn(value)));
    }
    add(fmt::format("replication == {}", record.replication));
    return only;
}

/** @brief Why the plan does not make the run; "" when its only run has the run's document. */
std::string
WhyNot(const FinishedRun& run, const ExperimentPlan& plan)
{
    if (plan.runs.size() != 1)
    {
        return fmt::format("it would make {} runs", plan.runs.size());
    }
    const Configuration& configuration = plan.configurations[plan.runs[0].configuration];
    if (RunDocument(configuration, plan.runs[0].replication) != run.document)
    {
        return "the scenario has changed, and makes another run now";
    }
    for (const NamedFile& file : configuration.files)
    {
        for (const InputRecord& input : run.record.inputs)
        {
            const std::string content = HashContent(ReadFile(file.path.string()));
            if (input.kind == "file" && input.name == file.name && input.hash != content)
            {
                return fmt::format("the file {} has changed: its content was {} and is {}",
                                   file.path.string(),
                                   input.hash,
                                   content);
            }
        }
    }
    if (run.record.provenance.resultsVersion != kResultsVersion)
    {
        return fmt::format("it was made with results version {}, and this build has {}",
                           run.record.provenance.resultsVersion,
                           kResultsVersion);
    }
    return "";
}

} // namespace

RepeatCommand
FindRepeatCommand(const FinishedRun& run, const RepeatMeans& means, const std::string& out)
{
    const RunOrigin origin = FindOrigin(run);
    const std::string scenario = means.scenario.empty() ? origin.scenario : means.scenario;
    if (scenario.empty())
    {
        return {"",
                "nothing beside the run's folder tells its scenario file; name it with --scenario"};
    }
    std::vector<std::string> words = {"nexsim", "run", scenario, "--out", out};
    LoadOptions options;
    options.only = OnlyThis(run.record);
    if (origin.listsRun)
    {
        options.overrides = origin.overrides;
    }
    for (const std::string& override : options.overrides)
    {
        words.insert(words.end(), {"--set", override});
    }
    for (const std::string& library : means.libraries.empty() ? origin.libraries : means.libraries)
    {
        words.insert(words.end(), {"--load", library});
    }
    words.insert(words.end(), {"--only", options.only});
    RepeatCommand command{ToShellLine(words), ""};
    if (!std::filesystem::is_regular_file(scenario))
    {
        command.reason =
            fmt::format("there is no file {}; name the scenario with --scenario", scenario);
        return command;
    }
    Diagnostics diagnostics;
    const auto plan = LoadScenario(scenario, means.data, options, diagnostics);
    command.reason =
        plan ? WhyNot(run, *plan) : "the scenario is not valid:\n" + diagnostics.Print();
    return command;
}

} // namespace nexsim
