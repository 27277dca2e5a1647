// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLAIM_BOUNDS_H
#define NEXSIM_CLAIM_BOUNDS_H

#include "sim/scenario/claim.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/section.h"

namespace nexsim
{

/**
 * @brief Reads "min", "max", "equals" and "within" of a claim whose comparison is known.
 *
 * "within" is an amount in the unit of "equals", or a percentage of it. All have one unit, which
 * becomes the claim's.
 */
void ReadClaimBounds(Claim& claim, const Section& section, const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_CLAIM_BOUNDS_H
