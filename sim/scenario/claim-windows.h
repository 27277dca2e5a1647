// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLAIM_WINDOWS_H
#define NEXSIM_CLAIM_WINDOWS_H

#include "sim/scenario/claim.h"
#include "sim/scenario/run-resolver.h"

#include <vector>

namespace nexsim
{

/** @brief Adds the time windows of claims to what a run measures, each once. */
void AddClaimWindows(ResolvedDocument& resolved, const std::vector<Claim>& claims);

} // namespace nexsim

#endif // NEXSIM_CLAIM_WINDOWS_H
