// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAPHML_VALUES_H
#define NEXSIM_GRAPHML_VALUES_H

#include "models/base/quantity.h"
#include "sim/topology/file-report.h"
#include "sim/topology/graphml-reader.h"
#include "sim/topology/great-circle.h"

#include <optional>
#include <string>

namespace nexsim
{

/** @brief The value, or the default, or nothing; an empty value is none. */
std::optional<std::string> FindValue(const GraphMlData& data,
                                     const GraphMlData& defaults,
                                     const std::string& name);

/**
 * @brief "Latitude" and "Longitude" in degrees; nothing, with a warning, when only one is there.
 * What is no number or lies outside of -90 to 90 or -180 to 180 is an error.
 */
std::optional<GeoPosition> ReadPosition(const GraphMlNode& node,
                                        const GraphMlData& defaults,
                                        FileReport& report);

/**
 * @brief The rate of an edge to the nearest bit/s, 1 bit/s to 8 Tbit/s; nothing when none is told.
 *
 * What is no number, negative, zero, too large or in an unknown unit is an error; a speed without a
 * unit, or one in words ("Dark Fibre"), is a warning and counts as missing.
 */
std::optional<BitRate> ReadSpeed(const GraphMlEdge& edge,
                                 const GraphMlData& defaults,
                                 FileReport& report);

/** @brief Whether "hyperedge" is 1 or true. */
bool IsHyperedge(const GraphMlNode& node, const GraphMlData& defaults);

} // namespace nexsim

#endif // NEXSIM_GRAPHML_VALUES_H
