// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLAN_HEADER_H
#define NEXSIM_PLAN_HEADER_H

#include "sim/scenario/experiment-plan.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/section.h"

namespace nexsim
{

/** @brief Reads version, name, description, replications and the names of the variants. */
void ReadPlanHeader(ExperimentPlan& plan, const Section& root, const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_PLAN_HEADER_H
