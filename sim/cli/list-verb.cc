// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/list-verb.h"

#include "sim/experiment/claims-text.h"
#include "sim/results/table.h"
#include "sim/run/list-metrics.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

void
PrintRuns(const ExperimentPlan& plan)
{
    TextTable table;
    table.AddColumn("variant", Align::Left);
    table.AddColumn("parameters", Align::Left);
    table.AddColumn("replications", Align::Right);
    for (const Configuration& configuration : plan.configurations)
    {
        table.AddRow({configuration.variant.empty() ? "-" : configuration.variant,
                      configuration.parameters.empty() ? "-" : ToText(configuration.parameters),
                      std::to_string(plan.replications)});
    }
    fmt::print("{}: {} run{}\n\n{}",
               plan.name,
               plan.runs.size(),
               plan.runs.size() == 1 ? "" : "s",
               table.ToText());
}

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

CLI::App*
ListVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand("list", "Show what would run, or be measured");
    m_scenarios.Declare(*verb);
    verb->add_flag("--metrics", m_metrics, "List every metric of the first run instead");
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
            PrintRuns(*plan);
        }
    }
    return outcome;
}

} // namespace nexsim
