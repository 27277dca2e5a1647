// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SWEEP_PLAN_H
#define NEXSIM_SWEEP_PLAN_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/expression-json.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/source-map.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/// The values of the swept parameters at one point, in the order of the sweep.
using SweepPoint = std::vector<ParameterValue>;

inline constexpr std::size_t kSweepAxisLimit = 10'000;   //!< values of one parameter
inline constexpr std::size_t kSweepPointLimit = 100'000; //!< before `where`

/**
 * @brief The parameters that walk together; one of them, unless `zip` joins several.
 */
struct SweepAxis
{
    std::vector<SweepPoint> steps; //!< each with the same parameters
};

/**
 * @brief Reads `sweep` and `zip`.
 *
 * A parameter sweeps over a list, over `{"from", "to", "step"}` (both ends included, computed exactly;
 * numbers or quantities), or over labelled values such as `{"codel": {...}, "pie": {...}}`. Lists and
 * ranges need a parameter of the same kind in `parameters`.
 *
 * @param scenario the whole document
 * @return the axes in the order of the file, none without a sweep; nothing after an error
 */
std::optional<std::vector<SweepAxis>> ReadSweep(const Json& scenario,
                                                const SourceMap& sources,
                                                Diagnostics& diagnostics);

/// @return all combinations, the last axis fastest; one point without values if there is no axis.
std::vector<SweepPoint> SweepPoints(const std::vector<SweepAxis>& axes);

/**
 * @brief Keeps the points for which the scenario's `where` holds, in their order.
 *
 * @return nothing after an error; that no point is left is one
 */
std::optional<std::vector<SweepPoint>> SelectPoints(const std::vector<SweepPoint>& points,
                                                    const Json& scenario,
                                                    const SourceMap& sources,
                                                    Diagnostics& diagnostics);

} // namespace nexsim

#endif // NEXSIM_SWEEP_PLAN_H
