// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COST_PAGES_H
#define NEXSIM_COST_PAGES_H

#include "sim/scenario/cost-profile.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief The profiles with how many figures they have and how good those are, and what models ask
 * for besides.
 */
std::string CostOverview(const std::vector<CostProfile>& profiles);
std::string CostOverviewMarkdown(const std::vector<CostProfile>& profiles);

/** @brief Each figure of a profile with its evidence; estimates are marked. */
std::string CostPage(const CostProfile& profile);
std::string CostPageMarkdown(const CostProfile& profile);

} // namespace nexsim

#endif // NEXSIM_COST_PAGES_H
