// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_END_SELECTOR_H
#define NEXSIM_END_SELECTOR_H

#include "sim/scenario/node-reader.h"
#include "sim/scenario/outcome.h"
#include "sim/scenario/scenario.h"

#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief The hosts and applications that a selector names, in its order: `client[*], server/sink`.
 *
 * Every node that is matched must be a host, and must have every application that stands behind it.
 */
Outcome<std::vector<EndSpec>> SelectEnds(std::string_view selector, const NodeReader& nodes);

/** @brief `server/sink`, or `server` for the host's own application. */
std::string EndName(const EndSpec& end, const NodeReader& nodes);

} // namespace nexsim

#endif // NEXSIM_END_SELECTOR_H
