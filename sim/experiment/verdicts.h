// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_VERDICTS_H
#define NEXSIM_VERDICTS_H

#include "sim/experiment/claims.h"
#include "sim/experiment/experiment.h"

#include <vector>

namespace nexsim
{

/** @brief Evaluates every claim of the plan over the records of its experiment, in file order. */
std::vector<ClaimResult> EvaluateClaims(const ExperimentPlan& plan, const Experiment& experiment);

} // namespace nexsim

#endif // NEXSIM_VERDICTS_H
