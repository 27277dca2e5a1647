// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ADDRESS_PLAN_H
#define NEXSIM_ADDRESS_PLAN_H

#include "sim/scenario/scenario.h"

#include <cstdint>
#include <vector>

namespace nexsim
{

/**
 * @brief An IPv4 address for every node, host byte order.
 *
 * A given address stands. Otherwise it is 10.0.0.0/8 with 24 bits of the hash of the node's name,
 * so that other nodes do not change it; the rare second node of one hash takes the next free one.
 */
std::vector<uint32_t> PlanAddresses(const std::vector<NodeSpec>& nodes);

} // namespace nexsim

#endif // NEXSIM_ADDRESS_PLAN_H
