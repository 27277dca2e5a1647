// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUANTITY_UNIT_H
#define NEXSIM_QUANTITY_UNIT_H

#include "models/base/quantity.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief A unit that quantities are written in.
 */
struct QuantityUnit
{
    std::string_view name;
    Dimension dimension;
    int64_t factor; //!< base units in one of these
};

/// @return the units of a dimension from small to large; all of them for Dimension::Inherited.
std::vector<QuantityUnit> UnitsOf(Dimension dimension);

/// @return the unit of this name, or null.
const QuantityUnit* FindUnit(std::string_view name);

/// @return the bytes of the unit that `text` begins with, the longest one that fits; 0 if none does.
/// A unit ends where no letter or digit follows.
std::size_t UnitLength(std::string_view text);

/// @return as used inside a message, without an article: `time`, `energy per byte`.
std::string DimensionNoun(Dimension dimension);

/// @return with its article: `a time`, `an energy per byte`.
std::string DimensionName(Dimension dimension);

/// @return `a time with a unit such as "10us"`, what messages expect.
std::string ExpectedQuantity(Dimension dimension);

} // namespace nexsim

#endif // NEXSIM_QUANTITY_UNIT_H
