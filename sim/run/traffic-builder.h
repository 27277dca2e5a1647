// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_BUILDER_H
#define NEXSIM_TRAFFIC_BUILDER_H

#include "sim/run/network.h"
#include "sim/scenario/scenario.h"

namespace nexsim
{

/** @brief Makes the entries of the traffic, each attached under its name. */
void BuildTrafficEntries(const ScenarioRun& scenario, RunContext& run, Network& network);

/**
 * @brief Makes the sources, attached to `run`; entries, nodes, links and applications exist.
 *
 * The source of a pair has the path "<entry>/<from>><to>", whatever other pairs there are, an end
 * being "<host>" or "<host>/<application>"; a pair listed twice is "#2" the second time. The only
 * source of a replay is "<entry>/replay".
 *
 * @throws std::invalid_argument when the description contradicts itself
 */
void BuildTrafficSources(const ScenarioRun& scenario, RunContext& run, Network& network);

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_BUILDER_H
