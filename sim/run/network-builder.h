// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETWORK_BUILDER_H
#define NEXSIM_NETWORK_BUILDER_H

#include "sim/run/network.h"
#include "sim/scenario/scenario.h"

namespace nexsim
{

/**
 * @brief Makes nodes, links, ports, applications and routes, all attached to `run`.
 *
 * Paths: a node is its name; a link "<name>/forward" from its first node to its second and
 * "<name>/backward"; a port "<node>/port[<peer>]", a NIC "<host>/nic" or, where a host has several,
 * "<host>/nic[<peer>]"; of parallel links the second is "#2"; an application "<host>/<name>".
 *
 * @throws std::invalid_argument when the description contradicts itself
 */
void BuildNetwork(const ScenarioRun& scenario, RunContext& run, Network& network);

} // namespace nexsim

#endif // NEXSIM_NETWORK_BUILDER_H
