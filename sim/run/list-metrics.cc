// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/list-metrics.h"

#include "sim/run/metric-window.h"
#include "sim/run/run-reports.h"
#include "sim/run/run-simulation.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

/** @brief The metric, or the statistics of a distribution. */
void
Visit(const MetricDefinition& metric, const std::function<void(const ListedMetric& metric)>& visit)
{
    if (metric.kind != MetricKind::Distribution)
    {
        visit({metric.path, metric.unit, metric.meaning});
        return;
    }
    for (const DistributionStatistic& statistic : DistributionStatistics())
    {
        visit({StatisticPath(metric.path, statistic.name),
               statistic.name == "count" ? "1" : metric.unit,
               fmt::format("{}: {}", metric.meaning, statistic.meaning)});
    }
}

} // namespace

std::vector<ListedMetric>
ListMetrics(const ScenarioRun& scenario)
{
    RunSimulation simulation(scenario);
    std::vector<ListedMetric> metrics;
    ForEachMetric(scenario, simulation, [&metrics](const ListedMetric& metric) {
        metrics.push_back(metric);
    });
    return metrics;
}

void
ForEachMetric(const ScenarioRun& scenario,
              RunSimulation& simulation,
              const std::function<void(const ListedMetric& metric)>& visit)
{
    std::vector<MetricDefinition> definitions;
    for (const Component* component : simulation.Run().Components())
    {
        definitions.clear();
        DefineMetrics(*component, definitions);
        for (const MetricDefinition& metric : definitions)
        {
            Visit(metric, visit);
        }
    }
    for (const Traffic& traffic : simulation.GetNetwork().traffic)
    {
        for (const MetricDefinition& metric : DefineEntryMetrics(*traffic.entry))
        {
            Visit(metric, visit);
        }
    }
    if (!scenario.until.empty())
    {
        visit({std::string(kEndTimeMetric), "ps", "when the run ended"});
    }
}

} // namespace nexsim
