// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/cost-value.h"

#include "sim/scenario/nearest-name.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/rational.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

constexpr std::string_view kPerByte = "/B";
constexpr std::string_view kCycles = "cycles";
constexpr int64_t kMostPerUse = 1'000'000'000'000'000'000; //!< fs
constexpr int64_t kMostPerByte = 1'000'000'000'000;        //!< fs

bool
EndsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/** @brief The femtoseconds that are meant; nothing when the text is no decimal number and unit. */
std::optional<Rational>
Femtoseconds(std::string_view time)
{
    const std::size_t letter = time.find_first_not_of("0123456789.");
    const QuantityUnit* unit =
        letter == std::string_view::npos ? nullptr : FindUnit(time.substr(letter));
    if (unit == nullptr || unit->dimension != Dimension::Time)
    {
        return std::nullopt;
    }
    const auto number = ParseDecimal(time.substr(0, letter));
    const auto picoseconds = number ? Multiply(*number, unit->factor) : std::nullopt;
    return picoseconds ? Multiply(*picoseconds, 1000) : std::nullopt;
}

/** @brief As above, of cycles: a whole number, since hardly any clock divides a second. */
Outcome<Rational>
FemtosecondsOfCycles(std::string_view text, std::string_view number, std::optional<int64_t> clock)
{
    if (!clock)
    {
        return TextError{Quoted(text) + " is in cycles, and there is no \"clock\" that says how "
                                        "long one takes; write it in ns",
                         0};
    }
    const auto cycles = ParseDecimal(number);
    const auto scaled = cycles ? Multiply(*cycles, 1'000'000'000'000'000) : std::nullopt;
    const auto hertz = Rational::Make(*clock, 1'000'000);
    const auto exact = scaled ? Divide(*scaled, *hertz) : std::nullopt;
    const auto whole = exact ? RoundToInt64(*exact) : std::nullopt;
    if (!whole)
    {
        return TextError{Quoted(text) + " is not a number of cycles such as \"120cycles\"", 0};
    }
    return Rational(*whole);
}

} // namespace

Outcome<CostValue>
ParseCostValue(std::string_view text, std::optional<int64_t> clock)
{
    const bool isPerByte = EndsWith(text, kPerByte);
    const std::string_view time = isPerByte ? text.substr(0, text.size() - kPerByte.size()) : text;
    std::optional<Rational> exact;
    if (EndsWith(time, kCycles))
    {
        const auto cycles =
            FemtosecondsOfCycles(text, time.substr(0, time.size() - kCycles.size()), clock);
        if (!cycles)
        {
            return cycles.Error();
        }
        exact = *cycles;
    }
    else
    {
        exact = Femtoseconds(time);
    }
    if (!exact)
    {
        const auto quantity = ParseQuantity(time, Dimension::Time);
        return quantity ? TextError{Quoted(text) + " is negative; a cost is at least 0", 0}
                        : quantity.Error();
    }
    const auto value = exact->IsInteger() ? RoundToInt64(*exact) : std::nullopt;
    if (!value && exact->IsInteger())
    {
        return TextError{Quoted(text) + " is out of range", 0};
    }
    if (!value)
    {
        return TextError{Quoted(text) + " is not a multiple of a femtosecond, the smallest step of "
                                        "a cost",
                         0};
    }
    const CostValue result{isPerByte ? CostUnit::PerByte : CostUnit::PerUse, *value};
    const int64_t most = isPerByte ? kMostPerByte : kMostPerUse;
    if (result.value > most)
    {
        return TextError{fmt::format("{} is too large; the most is {}",
                                     Quoted(text),
                                     CostText({result.unit, most})),
                         0};
    }
    return result;
}

std::string
CostText(CostValue value)
{
    if (value.unit == CostUnit::Count)
    {
        return std::to_string(value.value);
    }
    const std::string end(value.unit == CostUnit::PerByte ? kPerByte : "");
    if (value.value % 1000 == 0)
    {
        return FormatQuantity(Dimension::Time, value.value / 1000) + end;
    }
    const int64_t unit = value.value < 1'000'000 ? 1000 : 1'000'000;
    return *DecimalText(*Rational::Make(value.value, unit)) + (unit == 1000 ? "ps" : "ns") + end;
}

std::string
ExpectedCost(CostUnit unit)
{
    switch (unit)
    {
    case CostUnit::PerUse:
        return "a time such as \"100ns\", or a law of it";
    case CostUnit::PerByte:
        return "a time per byte such as \"0.1ns/B\"";
    case CostUnit::Count:
        break;
    }
    return "a whole number such as 64";
}

} // namespace nexsim
