// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_TRIAL_H
#define NEXSIM_RUN_TRIAL_H

#include "sim/scenario/run-review.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Builds and starts a run in this process without letting time pass, so that what its parts
 * refuse is known before anything runs.
 *
 * The network is told of up to its first fault, each entry of the traffic up to its own; metrics are
 * looked for when all of it was built.
 */
TrialReport TryRun(const ScenarioRun& scenario, const std::vector<Claim>& claims);

} // namespace nexsim

#endif // NEXSIM_RUN_TRIAL_H
