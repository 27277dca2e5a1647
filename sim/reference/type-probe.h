// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TYPE_PROBE_H
#define NEXSIM_TYPE_PROBE_H

#include "sim/scenario/scenario.h"
#include "sim/scenario/type-catalogue.h"

#include <filesystem>
#include <vector>

namespace nexsim
{

/**
 * @brief Small networks, two hosts with a node between them, in which an object of `type` takes part.
 *
 * A node, link, application or source stands there itself; another type stands where an attribute of
 * one of these asks for it, however deep. What a type needs and has no default for is filled in: laws
 * of chance with a constant, a capture with one of the shipped data.
 *
 * @return several to try, since what a foreign type needs cannot be known; none for a type of which
 * no network has an object
 */
std::vector<ScenarioRun> ProbesFor(ns3::TypeId type,
                                   const TypeCatalogue& catalogue,
                                   const std::filesystem::path& data);

} // namespace nexsim

#endif // NEXSIM_TYPE_PROBE_H
