// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FORMAT_QUANTITY_H
#define NEXSIM_FORMAT_QUANTITY_H

#include "models/base/quantity.h"

#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief A number for people: three significant digits and a metric prefix, as in "9.60 Gb/s",
 * "12.3 us" or "0.420 %". Small whole numbers of a base unit stay whole: "5 p".
 *
 * @param value in the unit
 * @param unit as in Metric; one that is not known is printed behind the plain number
 */
std::string FormatQuantity(double value, std::string_view unit);

/**
 * @brief A number with the half-width of its interval, both in one unit: "9.600 ± 0.023 Gb/s".
 *
 * The half-width gets two significant digits and the value as many decimals.
 *
 * @param value middle of the interval, in the unit
 * @param halfWidth 0 for a point, which is printed as FormatQuantity() does; nothing when the spread
 * is unknown, printed as "9.60 ± ? Gb/s"
 * @param unit as in Metric
 */
std::string FormatInterval(double value, std::optional<double> halfWidth, std::string_view unit);

/**
 * @brief A number with a prefix and up to nine significant digits, for where three would hide the
 * difference: "9.5999 Gb/s", "0.2".
 */
std::string FormatPrecisely(double value, std::string_view unit);

/** @brief An instant or a span in the same manner. */
std::string FormatPrecisely(SimTime time);

} // namespace nexsim

#endif // NEXSIM_FORMAT_QUANTITY_H
