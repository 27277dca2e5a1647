// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WARM_UP_CHECK_H
#define NEXSIM_WARM_UP_CHECK_H

#include "sim/experiment/experiment.h"
#include "sim/scenario/experiment-plan.h"

#include <string>

namespace nexsim
{

/**
 * @brief A warning for each measured series that still has a beginning after the stated warm-up, by
 * FindTransient; empty without.
 *
 * Looks at every series of series.csv with at least kLeastForMser intervals after the warm-up, none of
 * them empty but the first ones: a latency is that of packets created after the warm-up. A scenario whose `events` change it, or that `until` ends, is not stationary by
 * intention and is left alone.
 */
std::string CheckWarmUps(const ExperimentPlan& plan, const Experiment& experiment);

} // namespace nexsim

#endif // NEXSIM_WARM_UP_CHECK_H
