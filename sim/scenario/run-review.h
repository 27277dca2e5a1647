// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_REVIEW_H
#define NEXSIM_RUN_REVIEW_H

#include "sim/scenario/claim.h"
#include "sim/scenario/scenario.h"

#include <functional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Says what is doubtful about the traffic of a valid run, one line each. */
using RunReview = std::function<std::vector<std::string>(const ScenarioRun& run)>;

/** @brief Something about a run that shows only when it is built. */
struct RunFault
{
    std::string pointer; //!< JSON Pointer of the part that cannot be built; empty when not known
    std::string message;
};

/** @brief What building a run, without running it, has shown. */
struct TrialReport
{
    std::vector<RunFault> faults;
    std::vector<std::string> claims; //!< by claim, why it has no such metric; empty when not built
    std::string failure;             //!< why the trial itself came to no end; empty when it did
};

/** @brief Builds a valid run, and looks for the metrics of the claims in it. */
using RunTrial =
    std::function<TrialReport(const ScenarioRun& run, const std::vector<Claim>& claims)>;

} // namespace nexsim

#endif // NEXSIM_RUN_REVIEW_H
