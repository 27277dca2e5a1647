// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BALANCE_H
#define NEXSIM_BALANCE_H

#include "models/base/run-context.h"

#include <optional>
#include <string>

namespace nexsim
{

/**
 * @brief Whether ledger, components and packet pool agree on what is inside the network now, and
 * whether the components' own books are right.
 * @return nothing when they do, else a line that says who says what
 */
std::optional<std::string> FindImbalance(RunContext& run);

} // namespace nexsim

#endif // NEXSIM_BALANCE_H
