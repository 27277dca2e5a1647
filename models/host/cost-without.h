// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COST_WITHOUT_H
#define NEXSIM_COST_WITHOUT_H

#include "models/host/cost-table.h"

#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief What is left of a cost without a part that it includes.
 * @throws std::invalid_argument when the part is more, or one of them is random
 */
Cost Without(const CostTable& costs,
             std::string_view whole,
             std::string_view part,
             const std::string& user);

} // namespace nexsim

#endif // NEXSIM_COST_WITHOUT_H
