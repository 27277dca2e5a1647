// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_REVIEW_H
#define NEXSIM_RUN_REVIEW_H

#include "sim/scenario/scenario.h"

#include <functional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Says what is doubtful about the traffic of a valid run, one line each. */
using RunReview = std::function<std::vector<std::string>(const ScenarioRun& run)>;

} // namespace nexsim

#endif // NEXSIM_RUN_REVIEW_H
