// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIME_ESTIMATE_H
#define NEXSIM_TIME_ESTIMATE_H

#include "sim/experiment/experiment.h"
#include "sim/scenario/experiment-plan.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief How long one run of a configuration takes, and how that is known. */
struct RunEstimate
{
    std::optional<double> seconds; //!< nothing when the run cannot be built
    bool isMeasured{false};        //!< by finished runs; else by a pilot
    bool isOwn{false};             //!< false when it is that of a configuration listed before
    std::size_t finished{0};       //!< runs that need not be made
    std::size_t runs{0};
};

/**
 * @brief By configuration. Runs that are finished tell by their times; else a pilot does: the first
 * replication, in a process of its own that is given up after a tenth of a second, and what it took
 * is extended to the run's duration. At most 50 pilots are made, evenly over the plan; the others take
 * the time of the one before.
 *
 * @param finished by run of the plan
 *
 * A pilot writes nothing. Where `until` ends a run early, it takes less.
 */
std::vector<RunEstimate> EstimateTimes(const ExperimentPlan& plan,
                                       const Experiment& experiment,
                                       const std::vector<bool>& finished,
                                       const FileFinder& files);

/** @brief Wall time of all that is missing, in seconds; nothing where that of some is not known. */
std::optional<double> SecondsLeft(const std::vector<RunEstimate>& estimates, std::size_t jobs);

/** @brief The runs of a plan as a table, with the time that those missing will take. */
std::string PlanText(const ExperimentPlan& plan,
                     const std::vector<RunEstimate>& estimates,
                     std::size_t jobs);

/**
 * @brief The same for programs: run by run with its id, variant, parameters, replication, condition for
 * --only, whether it is finished, and the seconds it takes (null where not known).
 */
nlohmann::ordered_json PlanJson(const ExperimentPlan& plan,
                                const Experiment& experiment,
                                const std::vector<bool>& finished,
                                const std::vector<RunEstimate>& estimates,
                                std::size_t jobs);

} // namespace nexsim

#endif // NEXSIM_TIME_ESTIMATE_H
