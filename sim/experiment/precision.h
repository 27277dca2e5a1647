// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PRECISION_H
#define NEXSIM_PRECISION_H

#include "sim/experiment/experiment.h"
#include "sim/scenario/experiment-plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief The plan with more replications where the interval of plan.precision is too wide; nothing when
 * it is narrow enough everywhere, or may not grow.
 *
 * Configurations that share a sweep point have equally many, as many as the one that needs most. From
 * the n there are, the next number is what n would have had to be for the spread seen, n (h / w)^2 of
 * half-widths h seen and w wanted, but at most 2 n. It depends on the numbers of the first n
 * replications alone, hence not on jobs, order or interruptions. Where a run has failed, nothing is
 * added.
 *
 * Stopping when an interval happens to be narrow makes it cover a little less often than 95 %; few
 * replications to begin with make that worse.
 */
std::optional<ExperimentPlan> MorePrecise(const ExperimentPlan& plan, const Experiment& experiment);

/** @brief What was reached, a line for a person; empty without plan.precision. */
std::string PrecisionText(const ExperimentPlan& plan, const Experiment& experiment);

/** @brief Replications that every configuration at a sweep point has, by point of the plan. */
std::vector<std::int64_t> ReplicationsByPoint(const ExperimentPlan& plan);

} // namespace nexsim

#endif // NEXSIM_PRECISION_H
