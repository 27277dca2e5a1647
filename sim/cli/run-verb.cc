// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/run-verb.h"

#include "sim/cli/usage-error.h"
#include "sim/experiment/claims-text.h"
#include "sim/experiment/experiment.h"
#include "sim/experiment/summary.h"
#include "sim/experiment/verdicts.h"
#include "sim/results/wrapped-text.h"
#include "sim/run/run-executor.h"

#include <fmt/format.h>

#include <utility>

namespace nexsim
{

namespace
{

/** @brief Two scenarios of one name would write their tables to one folder. */
void
CheckNameIsNew(const ExperimentPlan& plan, const std::vector<ExperimentPlan>& others)
{
    for (const ExperimentPlan& other : others)
    {
        if (other.name == plan.name)
        {
            throw UsageError(fmt::format("{} and {} are both named \"{}\", so that one's results "
                                         "would replace the other's; run them one by one with "
                                         "different --out, or rename one",
                                         other.file,
                                         plan.file,
                                         plan.name));
        }
    }
}

} // namespace

RunVerb::RunVerb(std::string commandLine) : m_commandLine(std::move(commandLine)) {}

CLI::App*
RunVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand("run", "Run scenarios and check their claims");
    m_scenarios.Declare(*verb);
    verb->add_option("--jobs", m_jobs, "Runs at a time, each in a process of its own")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    verb->add_option("--out", m_out, "Folder for the results")->capture_default_str();
    return verb;
}

ExitCode
RunVerb::Execute()
{
    m_scenarios.LoadLibraries();
    std::vector<ExperimentPlan> plans;
    ExitCode outcome = ExitCode::Done;
    // Nothing runs until everything is valid.
    for (const std::string& file : m_scenarios.FileNames())
    {
        auto plan = m_scenarios.LoadAndTry(file);
        if (plan)
        {
            CheckNameIsNew(*plan, plans);
            plans.push_back(std::move(*plan));
        }
        else
        {
            outcome = ExitCode::InvalidScenario;
        }
    }
    if (outcome != ExitCode::Done)
    {
        return outcome;
    }
    for (const ExperimentPlan& plan : plans)
    {
        outcome = Graver(outcome, ExecuteOne(plan));
        if (outcome == ExitCode::Interrupted)
        {
            break;
        }
    }
    return outcome;
}

ExitCode
RunVerb::ExecuteOne(const ExperimentPlan& plan) const
{
    fmt::print("{}", Wrapped(fmt::format("{}: {}", plan.name, plan.about)));
    std::fflush(stdout);
    Experiment experiment(plan,
                          {ScenarioArguments::Files(plan.file),
                           m_jobs,
                           m_out,
                           m_scenarios.Libraries(),
                           m_commandLine,
                           m_scenarios.Overrides()});
    ExitCode outcome = experiment.Execute(ExecuteRun);
    if (outcome == ExitCode::Interrupted)
    {
        fmt::print(stderr, "nexsim: interrupted; the same command goes on where it stopped\n");
        return outcome;
    }
    experiment.WriteTables();
    fmt::print("{} run{}{}\n\n{}\n",
               plan.runs.size(),
               plan.runs.size() == 1 ? "" : "s",
               experiment.Reused() == 0
                   ? ""
                   : fmt::format(", {} of them finished before", experiment.Reused()),
               Summarise(experiment.Records()));
    for (const ClaimResult& result : EvaluateClaims(plan, experiment))
    {
        fmt::print("{}", ToText(result));
        if (result.verdict != Verdict::Held && !plan.isPartial)
        {
            outcome = Graver(outcome, ExitCode::ClaimFailed);
        }
    }
    fmt::print("\nresults: {}\n", experiment.Folder());
    return outcome;
}

} // namespace nexsim
