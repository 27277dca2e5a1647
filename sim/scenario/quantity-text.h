// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUANTITY_TEXT_H
#define NEXSIM_QUANTITY_TEXT_H

#include "models/base/quantity.h"
#include "sim/scenario/outcome.h"
#include "sim/scenario/quantity-unit.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief A quantity as a person wrote it: an exact integer in the base unit of its dimension.
 */
struct QuantityValue
{
    Dimension dimension = Dimension::Count;
    int64_t value = 0;
};

/**
 * @brief Reads decimal text with a unit, such as `51.2ns`, `10Gbps`, `1500B`, `32p`, `0.5%`.
 *
 * A sign is allowed; an exponent, a space and digit separators are not. No floating point takes
 * part: a value that is no whole number of base units is refused, and so is one beyond int64
 * (kUnlimited itself is not a quantity that can be written).
 *
 * Units: time `ps ns us ms s min h`; rate `bps kbps Mbps Gbps Tbps`; frequency and packet rate
 * `Hz kHz MHz GHz pps kpps Mpps`; size `B kB MB GB` (powers of 1000) and `KiB MiB GiB` (of 1024);
 * packets `p`; ratio `%` and `ppm`; energy `pJ nJ uJ mJ J`; energy per byte `pJ/B nJ/B`.
 *
 * @param dimension what is expected; a unit of another dimension is an error that says so.
 *        Dimension::Inherited accepts any.
 */
Outcome<QuantityValue> ParseQuantity(std::string_view text, Dimension dimension);

/// @return the shortest exact text: of the units in which the value is at least 1 the one that
/// needs the fewest characters, then one without a decimal point, then the largest. kUnlimited is
/// `unlimited`, zero has the first unit of the shortest.
std::string FormatQuantity(Dimension dimension, int64_t value);

inline std::string
FormatQuantity(QuantityValue quantity)
{
    return FormatQuantity(quantity.dimension, quantity.value);
}

} // namespace nexsim

#endif // NEXSIM_QUANTITY_TEXT_H
