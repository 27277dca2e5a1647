// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/run-verb.h"

#include "sim/cli/list-verb.h"
#include "sim/cli/usage-error.h"
#include "sim/experiment/claims-text.h"
#include "sim/experiment/experiment.h"
#include "sim/experiment/precision.h"
#include "sim/experiment/summary.h"
#include "sim/experiment/verdicts.h"
#include "sim/experiment/warm-up-check.h"
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
    verb->add_flag("--dry-run", m_dryRun, "Show what would run, and for how long; run nothing");
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
        if (m_dryRun)
        {
            fmt::print("{}", DescribePlan(plan, m_scenarios, m_out, m_jobs));
            continue;
        }
        outcome = Graver(outcome, ExecuteOne(plan));
        if (outcome == ExitCode::Interrupted)
        {
            break;
        }
    }
    return outcome;
}

ExitCode
RunVerb::ExecuteOne(const ExperimentPlan& first) const
{
    fmt::print(
        "{}",
        Wrapped(first.about.empty() ? first.name : fmt::format("{}: {}", first.name, first.about)));
    std::fflush(stdout);
    std::size_t executed = 0;
    for (ExperimentPlan plan = first;;)
    {
        Experiment experiment(plan,
                              {ScenarioArguments::Files(plan.file),
                               m_jobs,
                               m_out,
                               m_scenarios.Libraries(),
                               m_commandLine,
                               m_scenarios.Overrides()});
        const ExitCode outcome = experiment.Execute(ExecuteRun);
        if (outcome == ExitCode::Interrupted)
        {
            fmt::print(stderr, "nexsim: interrupted; the same command goes on where it stopped\n");
            return outcome;
        }
        executed += plan.runs.size() - experiment.Reused();
        // A failed run is left to the next call; what there is without it is no sample to go by.
        auto more = outcome == ExitCode::Done ? MorePrecise(plan, experiment) : std::nullopt;
        if (!more)
        {
            return Report(plan, experiment, plan.runs.size() - executed, outcome);
        }
        plan = std::move(*more);
    }
}

ExitCode
RunVerb::Report(const ExperimentPlan& plan,
                const Experiment& experiment,
                std::size_t reused,
                ExitCode outcome)
{
    experiment.WriteTables();
    const std::size_t failed = plan.runs.size() - experiment.Records().size();
    fmt::print("{} run{}{}{}\n\n{}{}\n",
               plan.runs.size(),
               plan.runs.size() == 1 ? "" : "s",
               failed == 0 ? "" : fmt::format(", {} of them failed", failed),
               reused == 0 ? "" : fmt::format(", {} of them finished before", reused),
               Summarise(experiment.Records()),
               CheckWarmUps(plan, experiment));
    fmt::print("{}", PrecisionText(plan, experiment));
    const std::vector<ClaimResult> claims = EvaluateClaims(plan, experiment);
    for (const ClaimResult& result : claims)
    {
        fmt::print("{}", ToText(result));
        if (result.verdict != Verdict::Held && !plan.isPartial)
        {
            outcome = Graver(outcome, ExitCode::ClaimFailed);
        }
    }
    fmt::print("{}results: {}\n", claims.empty() ? "" : "\n", experiment.Folder());
    return outcome;
}

} // namespace nexsim
