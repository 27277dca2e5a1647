// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LIST_METRICS_H
#define NEXSIM_LIST_METRICS_H

#include "sim/scenario/scenario.h"

#include <functional>
#include <string>
#include <vector>

namespace nexsim
{

class RunSimulation;

/** @brief A metric that a run would report. */
struct ListedMetric
{
    std::string path;
    std::string unit;
    std::string meaning;
};

/**
 * @brief Builds the run without running it, and lists its metrics in the order of the results.
 *
 * A statistic of a distribution is a metric of its own. Stages that no packet passes, and quotients
 * of nothing, are listed here and missing in the results.
 *
 * @throws as RunScenario
 */
std::vector<ListedMetric> ListMetrics(const ScenarioRun& scenario);

/** @brief As above, of a run that has been built, one after the other: there may be very many. */
void ForEachMetric(const ScenarioRun& scenario,
                   RunSimulation& simulation,
                   const std::function<void(const ListedMetric& metric)>& visit);

} // namespace nexsim

#endif // NEXSIM_LIST_METRICS_H
