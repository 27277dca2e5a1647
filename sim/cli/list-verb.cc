// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/list-verb.h"

#include "sim/experiment/experiment.h"
#include "sim/experiment/time-estimate.h"
#include "sim/results/table.h"
#include "sim/run/list-metrics.h"

#include <fmt/format.h>

#include <vector>

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

/** @brief What `run` would make of a plan, and what it has made before. */
class ListedPlan
{
  public:
    ListedPlan(const ExperimentPlan& plan,
               const ScenarioArguments& scenarios,
               const std::string& out,
               unsigned jobs)
        : m_plan(plan), m_jobs(jobs), m_files(ScenarioArguments::Files(plan.file)),
          m_experiment(plan,
                       {m_files, jobs, out, scenarios.Libraries(), "", scenarios.Overrides()}),
          m_finished(m_experiment.Finished()),
          m_estimates(EstimateTimes(plan, m_experiment, m_finished, m_files))
    {
    }

    std::string Text() const
    {
        return PlanText(m_plan, m_estimates, m_jobs);
    }

    nlohmann::ordered_json Json() const
    {
        return PlanJson(m_plan, m_experiment, m_finished, m_estimates, m_jobs);
    }

  private:
    const ExperimentPlan& m_plan;
    unsigned m_jobs;
    FileFinder m_files;
    Experiment m_experiment;
    std::vector<bool> m_finished;
    std::vector<RunEstimate> m_estimates;
};

} // namespace

std::string
DescribePlan(const ExperimentPlan& plan,
             const ScenarioArguments& scenarios,
             const std::string& out,
             unsigned jobs)
{
    return ListedPlan(plan, scenarios, out, jobs).Text();
}

CLI::App*
ListVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand("list", "Show what would run, or be measured");
    m_scenarios.Declare(*verb);
    auto* metrics =
        verb->add_flag("--metrics", m_metrics, "List every metric of the first run instead");
    verb->add_flag("--json",
                   m_json,
                   "For programs: an array with an object per scenario, run by run with ids")
        ->excludes(metrics);
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
    nlohmann::ordered_json plans = nlohmann::ordered_json::array();
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
        else if (m_json)
        {
            plans.push_back(ListedPlan(*plan, m_scenarios, m_out, m_jobs).Json());
        }
        else
        {
            fmt::print("{}", DescribePlan(*plan, m_scenarios, m_out, m_jobs));
        }
    }
    if (m_json)
    {
        fmt::print("{}\n", plans.dump(2));
    }
    return outcome;
}

} // namespace nexsim
