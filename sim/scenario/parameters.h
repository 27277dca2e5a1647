// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PARAMETERS_H
#define NEXSIM_PARAMETERS_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/expression-json.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/source-map.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/// @return why this cannot be the name of a parameter: it is used in expressions, and is a column of
/// runs.csv beside those that every table has. Empty if it can.
std::string CheckParameterName(std::string_view name);

/// @return what a table shows for a value: `0.1`, `10us`, `codel`, `true`.
std::string LabelOf(const ExpressionValue& value);

/**
 * @brief The values that the parameters of a scenario have at one sweep point.
 *
 * A parameter is a number, quantity, text or boolean, or an expression over the parameters that stand
 * before it. A swept parameter has the value of the point instead; one that only the sweep names
 * follows behind the others.
 *
 * @param parameters the scenario's "parameters"; null if it has none
 * @param point values of the swept parameters
 * @return nothing after an error was reported
 */
std::optional<std::vector<ParameterValue>> ReadParameters(const Json& parameters,
                                                          const std::vector<ParameterValue>& point,
                                                          const SourceMap& sources,
                                                          Diagnostics& diagnostics);

} // namespace nexsim

#endif // NEXSIM_PARAMETERS_H
