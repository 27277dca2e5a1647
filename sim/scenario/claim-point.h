// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLAIM_POINT_H
#define NEXSIM_CLAIM_POINT_H

#include "sim/results/named-texts.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/section.h"
#include "sim/scenario/sweep-plan.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Reads "at" of a claim: which values of swept parameters it is about, by their labels.
 *
 * Reports parameters that are not swept, values that they do not take, and values that no sweep
 * point has together.
 * @param points of the sweep, at least one
 */
NamedTexts ReadClaimPoint(const Section& at,
                          const std::vector<SweepPoint>& points,
                          const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_CLAIM_POINT_H
