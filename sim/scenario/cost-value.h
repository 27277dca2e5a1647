// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COST_VALUE_H
#define NEXSIM_COST_VALUE_H

#include "models/host/cost-table.h"
#include "sim/scenario/outcome.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief What a cost figure is: of a unit, an amount as CostFigure has it. */
struct CostValue
{
    CostUnit unit = CostUnit::PerUse;
    int64_t value = 0;
};

/**
 * @brief Reads the cost of one use, "149.2ns", or of one byte, "0.063ns/B".
 *
 * Units are those of times, with "/B" behind them for a byte; a cost is a whole number of
 * femtoseconds, not negative, at most 1000 s for a use and 1 ms for a byte.
 *
 * @param clock micro-hertz of a processor whose "cycles" and "cycles/B" may be given as well, each
 *        to the nearest femtosecond; nothing where there is none
 */
Outcome<CostValue> ParseCostValue(std::string_view text, std::optional<int64_t> clock = {});

/** @return the shortest exact text: "149.2ns", "63ps/B", "64" */
std::string CostText(CostValue value);

/** @return `a time per byte such as "0.1ns/B"`, what messages expect */
std::string ExpectedCost(CostUnit unit);

} // namespace nexsim

#endif // NEXSIM_COST_VALUE_H
