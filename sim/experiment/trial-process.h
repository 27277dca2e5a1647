// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRIAL_PROCESS_H
#define NEXSIM_TRIAL_PROCESS_H

#include "sim/scenario/run-review.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Makes a trial in a process of its own, so that it leaves nothing behind in this one, not even
 * when it crashes.
 *
 * A trial that ends with anything but a report is told as its failure: no fault of the scenario.
 * @throws IoError when no process can be started
 */
TrialReport TryApart(const RunTrial& trial,
                     const ScenarioRun& run,
                     const std::vector<Claim>& claims);

} // namespace nexsim

#endif // NEXSIM_TRIAL_PROCESS_H
