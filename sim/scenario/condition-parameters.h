// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CONDITION_PARAMETERS_H
#define NEXSIM_CONDITION_PARAMETERS_H

#include "sim/scenario/expression-json.h"
#include "sim/scenario/outcome.h"

#include <set>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Puts values in place of the parameters in a condition over metrics ("until").
 *
 * A name without a slash is a parameter's. A parameter that is a text stands for it in quotes, so one
 * with a slash is the path of a metric. A name that is no parameter's stays, and so does a text that
 * is no condition: whoever reads it reports both.
 *
 * @return the condition, or where a value cannot be written into it
 */
Outcome<std::string> InsertParameters(const std::string& condition,
                                      const std::vector<ParameterValue>& parameters);

/** @brief Adds the names in a condition over metrics that are not paths. */
void CollectConditionNames(const std::string& condition, std::set<std::string>& names);

} // namespace nexsim

#endif // NEXSIM_CONDITION_PARAMETERS_H
