// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_INVARIANTS_H
#define NEXSIM_RUN_INVARIANTS_H

#include "sim/run/network.h"

#include <optional>
#include <string>

namespace nexsim
{

/**
 * @brief Checks what must hold whenever no event runs.
 *
 * The packets inside the network are the same by the ledger, by what the components say they hold
 * and by the pool; none is held a negative number of times; per entry of the traffic the time in all
 * stages is the latency.
 *
 * @return the component, the time and the values of the first one that is broken
 */
std::optional<std::string> FindBrokenInvariant(RunContext& run, const Network& network);

} // namespace nexsim

#endif // NEXSIM_RUN_INVARIANTS_H
