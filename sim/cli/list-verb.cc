// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/list-verb.h"

#include "sim/experiment/experiment.h"
#include "sim/experiment/time-estimate.h"
#include "sim/results/table.h"
#include "sim/run/list-metrics.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

void
PrintMetrics(const ExperimentPlan& plan, FileFinder files)
{
    TextTable table;
    table.AddColumn("metric", Align::Left);
    table.AddColumn("meaning, in its unit", Align::Left);
    const std::string document = RunDocument(plan.configurations.front(), 0);
    for (const ListedMetric& metric : ListMetrics(ReadRunDocument(document, std::move(files))))
    {
        table.AddRow({metric.path, fmt::format("{}, {}", metric.meaning, metric.unit)});
    }
    fmt::print("{}", table.ToText());
}

} // namespace

std::string
DescribePlan(const ExperimentPlan& plan,
             const ScenarioArguments& scenarios,
             const std::string& out,
             unsigned jobs)
{
    const FileFinder files = ScenarioArguments::Files(plan.file);
    const Experiment experiment(
        plan,
        {files, jobs, out, scenarios.Libraries(), "", scenarios.Overrides()});
    return PlanText(plan, EstimateTimes(plan, experiment, files), jobs);
}

CLI::App*
ListVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand("list", "Show what would run, or be measured");
    m_scenarios.Declare(*verb);
    verb->add_flag("--metrics", m_metrics, "List every metric of the first run instead");
    verb->add_option("--jobs", m_jobs, "Runs at a time, for the time it would take")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    verb->add_option("--out", m_out, "Folder with results of runs that are finished")
        ->capture_default_str();
    return verb;
}

ExitCode
ListVerb::Execute()
{
    m_scenarios.LoadLibraries();
    ExitCode outcome = ExitCode::Done;
    for (const std::string& file : m_scenarios.FileNames())
    {
        const auto plan = m_scenarios.Load(file);
        if (!plan)
        {
            outcome = ExitCode::InvalidScenario;
        }
        else if (m_metrics)
        {
            PrintMetrics(*plan, ScenarioArguments::Files(file));
        }
        else
        {
            fmt::print("{}", DescribePlan(*plan, m_scenarios, m_out, m_jobs));
        }
    }
    return outcome;
}

} // namespace nexsim
