// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SWEEP_VALUES_H
#define NEXSIM_SWEEP_VALUES_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/expression-json.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/source-map.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Reads the values that one parameter sweeps over: a list, a range or labelled values.
 *
 * All are of one kind and no two are equal; lists and ranges need a parameter of that kind.
 *
 * @param json what stands at `/sweep/<name>`
 * @param parameters the scenario's "parameters"; null if it has none
 * @return nothing after an error was reported, else at least one
 */
std::vector<ParameterValue> ReadSweepValues(const std::string& name,
                                            const Json& json,
                                            const Json& parameters,
                                            const SourceMap& sources,
                                            Diagnostics& diagnostics);

} // namespace nexsim

#endif // NEXSIM_SWEEP_VALUES_H
