// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PARAMETER_USE_H
#define NEXSIM_PARAMETER_USE_H

#include "sim/scenario/json-reader.h"
#include "sim/scenario/sweep-plan.h"

#include <set>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Adds every name in the expressions of a part of a document. */
void CollectNames(const Json& json, std::set<std::string>& names);

/** @brief Adds the names in an expression that stands by itself, such as "where". */
void CollectNames(const std::string& expression, std::set<std::string>& names);

/**
 * @brief Which parameters something depends on: the names it uses, and those that the values of
 * these use in turn.
 *
 * @param used names in expressions
 * @param parameters the document's "parameters"; null if it has none
 * @param sweep the document's "sweep"; null if it has none
 */
std::set<std::string> DependsOn(std::set<std::string> used,
                                const Json& parameters,
                                const Json& sweep);

} // namespace nexsim

#endif // NEXSIM_PARAMETER_USE_H
