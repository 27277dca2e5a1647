// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/list-metrics.h"

#include "sim/run/metric-window.h"
#include "sim/run/run-reports.h"
#include "sim/run/run-simulation.h"

#include <fmt/format.h>

namespace nexsim
{

std::vector<ListedMetric>
ListMetrics(const ScenarioRun& scenario)
{
    RunSimulation simulation(scenario);
    return ListMetrics(scenario, simulation);
}

std::vector<ListedMetric>
ListMetrics(const ScenarioRun& scenario, RunSimulation& simulation)
{
    std::vector<ListedMetric> metrics;
    for (const MetricDefinition& metric : DefineMetrics(simulation.Run().Components()))
    {
        if (metric.kind != MetricKind::Distribution)
        {
            metrics.push_back({metric.path, metric.unit, metric.meaning});
            continue;
        }
        for (const DistributionStatistic& statistic : DistributionStatistics())
        {
            metrics.push_back({StatisticPath(metric.path, statistic.name),
                               statistic.name == "count" ? "1" : metric.unit,
                               fmt::format("{}: {}", metric.meaning, statistic.meaning)});
        }
    }
    for (const Traffic& traffic : simulation.GetNetwork().traffic)
    {
        for (const MetricDefinition& metric : DefineEntryMetrics(*traffic.entry))
        {
            metrics.push_back({metric.path, metric.unit, metric.meaning});
        }
    }
    if (!scenario.until.empty())
    {
        metrics.push_back({std::string(kEndTimeMetric), "ps", "when the run ended"});
    }
    return metrics;
}

} // namespace nexsim
