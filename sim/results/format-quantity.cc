// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/format-quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace nexsim
{

namespace
{

/** @brief How a unit of the results is shown. All exponents are powers of ten of the symbol. */
struct Unit
{
    std::string_view name;
    std::string_view symbol;
    int exponent; //!< of one unit
    int smallest; //!< prefix used
    int largest;  //!< prefix used
};

constexpr std::array<Unit, 15> kUnits{{
    {"ps", "s", -12, -12, 0},
    {"s", "s", 0, -12, 0},
    {"bps", "b/s", 0, 0, 12},
    {"B", "B", 0, 0, 12},
    {"p", "p", 0, 0, 12},
    {"packets", "p", 0, 0, 12},
    {"pps", "p/s", 0, 0, 12},
    {"packets/s", "p/s", 0, 0, 12},
    {"events/s", "events/s", 0, 0, 12},
    {"Hz", "Hz", 0, 0, 9},
    {"pJ", "J", -12, -12, 3},
    {"J", "J", 0, -12, 3},
    {"ratio", "%", 0, -2, -2},
    {"%", "%", 0, 0, 0},
    {"1", "", 0, 0, 0},
}};

constexpr std::string_view kPlusMinus = "\u00b1";

/** @brief The unit of this name; one without prefixes when it is not known. */
Unit
FindUnit(std::string_view name)
{
    const auto found = std::find_if(kUnits.begin(), kUnits.end(), [name](const Unit& unit) {
        return unit.name == name;
    });
    return found == kUnits.end() ? Unit{name, name, 0, 0, 0} : *found;
}

std::string_view
Prefix(const Unit& unit, int exponent)
{
    constexpr std::array<std::string_view, 9> kPrefixes{"p", "n", "u", "m", "", "k", "M", "G", "T"};
    return unit.smallest == unit.largest ? ""
                                         : kPrefixes.at(static_cast<std::size_t>(exponent / 3 + 4));
}

/** @brief value x 10^exponent. Powers up to 10^22 are exact, so this rounds once. */
double
Shift(double value, int exponent)
{
    double power = 1;
    for (int i = 0; i < std::abs(exponent); ++i)
    {
        power *= 10;
    }
    return exponent < 0 ? value / power : value * power;
}

/** @brief Decimals that show so many significant digits of a number; at most 12. */
int
Decimals(double value, int digits)
{
    double magnitude = std::abs(value);
    int decimals = digits - 1;
    for (; magnitude >= 9.995 && decimals > 0; magnitude /= 10)
    {
        --decimals;
    }
    for (; magnitude > 0 && magnitude < 0.9995 && decimals < 12; magnitude *= 10)
    {
        ++decimals;
    }
    return decimals;
}

/** @brief The prefix with which a magnitude, after rounding to three digits, reads 1 to 999. */
int
ChooseExponent(double magnitude, const Unit& unit)
{
    int exponent = unit.smallest;
    while (exponent + 3 <= unit.largest && Shift(magnitude, unit.exponent - exponent) >= 999.5)
    {
        exponent += 3;
    }
    return exponent;
}

/** @brief As ChooseExponent(), with zero in the base unit. */
int
ShownExponent(double value, const Unit& unit)
{
    return value == 0 ? std::clamp(unit.exponent, unit.smallest, unit.largest)
                      : ChooseExponent(std::abs(value), unit);
}

std::string
Suffix(const Unit& unit, int exponent)
{
    return unit.symbol.empty() ? "" : fmt::format(" {}{}", Prefix(unit, exponent), unit.symbol);
}

/** @brief A shifted number: whole when it is a small whole number of the base unit. */
std::string
Digits(double shifted, bool isBase)
{
    const bool whole = isBase && shifted == std::trunc(shifted) && std::abs(shifted) < 1e6;
    return std::abs(shifted) >= 1e6
               ? fmt::format("{:.2e}", shifted)
               : fmt::format("{:.{}f}", shifted, whole ? 0 : Decimals(shifted, 3));
}

} // namespace

std::string
FormatQuantity(double value, std::string_view name)
{
    const Unit unit = FindUnit(name);
    const int exponent = ShownExponent(value, unit);
    const double shifted = Shift(value, unit.exponent - exponent);
    return Digits(shifted, value == 0 || exponent == unit.exponent) + Suffix(unit, exponent);
}

std::string
FormatInterval(double value, std::optional<double> halfWidth, std::string_view name)
{
    if (halfWidth == 0.0)
    {
        return FormatQuantity(value, name);
    }
    const Unit unit = FindUnit(name);
    const int exponent =
        ChooseExponent(std::max(std::abs(value), std::abs(halfWidth.value_or(0))), unit);
    const double shifted = Shift(value, unit.exponent - exponent);
    const std::string suffix = Suffix(unit, exponent);
    if (!halfWidth)
    {
        return fmt::format("{} {} ?{}", Digits(shifted, false), kPlusMinus, suffix);
    }
    const double spread = Shift(*halfWidth, unit.exponent - exponent);
    const int decimals = Decimals(spread, 2);
    if (decimals > 6)
    {
        return fmt::format("{} {} {:.1e}{}", Digits(shifted, false), kPlusMinus, spread, suffix);
    }
    return fmt::format("{:.{}f} {} {:.{}f}{}",
                       shifted,
                       decimals,
                       kPlusMinus,
                       spread,
                       decimals,
                       suffix);
}

std::string
FormatPrecisely(double value, std::string_view name)
{
    const Unit unit = FindUnit(name);
    const int exponent = ShownExponent(value, unit);
    return fmt::format("{:.9g}", Shift(value, unit.exponent - exponent)) + Suffix(unit, exponent);
}

std::string
FormatPrecisely(SimTime time)
{
    return FormatPrecisely(static_cast<double>(time.Value()), "ps");
}

} // namespace nexsim
