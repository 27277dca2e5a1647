// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/quantity-text.h"

#include "sim/scenario/ascii.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/rational.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace nexsim
{

namespace
{

bool
IsSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// @return `ps, ns, us, ms, s, min or h`
std::string
UnitList(Dimension dimension)
{
    const auto units = UnitsOf(dimension);
    std::string list;
    for (std::size_t i = 0; i < units.size(); ++i)
    {
        const bool last = i + 1 == units.size();
        list += (i == 0 ? "" : last ? " or " : ", ") + std::string(units[i].name);
    }
    return list;
}

TextError
UnknownUnit(std::string_view number, std::string_view name, Dimension dimension)
{
    std::string message = "unknown unit " + Quoted(name);
    for (const std::string_view micro : {"\xC2\xB5", "\xCE\xBC"})
    {
        if (name.substr(0, micro.size()) == micro)
        {
            message += "; micro is written u: " +
                       Quoted(std::string(number) + "u" + std::string(name.substr(micro.size())));
            return {message, number.size()};
        }
    }
    for (const QuantityUnit& unit : UnitsOf(dimension))
    {
        const auto sameLetter = [](char a, char b) { return a == b || (a ^ b) == ('a' ^ 'A'); };
        if (unit.name.size() == name.size() &&
            std::equal(name.begin(), name.end(), unit.name.begin(), sameLetter))
        {
            message +=
                "; did you mean " + Quoted(std::string(number) + std::string(unit.name)) + "?";
            return {message, number.size()};
        }
    }
    if (dimension == Dimension::Inherited)
    {
        std::vector<std::string> names;
        for (const QuantityUnit& unit : UnitsOf(dimension))
        {
            names.emplace_back(unit.name);
        }
        return {message + SuggestName(name, names), number.size()};
    }
    message += "; " + DimensionName(dimension) + " is written with " + UnitList(dimension);
    return {message, number.size()};
}

std::string
Expected(std::string_view text, Dimension dimension)
{
    return "expected " + ExpectedQuantity(dimension) + "; got " + Quoted(text);
}

/// @return what is wrong with the way the text is written, before any meaning.
std::optional<TextError>
CheckSpelling(std::string_view text, std::size_t numberEnd, Dimension dimension)
{
    const auto space = std::find_if(text.begin(), text.end(), IsSpace);
    if (space != text.end() && std::any_of(text.begin(), text.end(), IsDigit))
    {
        std::string without(text);
        without.erase(std::remove_if(without.begin(), without.end(), IsSpace), without.end());
        return TextError{Quoted(text) + " contains a space; write " + Quoted(without),
                         static_cast<std::size_t>(space - text.begin())};
    }
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const auto at = [text](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
    if (at(sign) == '.' && IsDigit(at(sign + 1)))
    {
        return TextError{
            "a digit must stand before the decimal point; write " +
                Quoted(std::string(text.substr(0, sign)) + "0" + std::string(text.substr(sign))),
            sign};
    }
    if (numberEnd == sign)
    {
        return TextError{Expected(text, dimension), 0};
    }
    const char next = at(numberEnd);
    if (next == '.' && !IsDigit(at(numberEnd + 1)))
    {
        return TextError{Quoted(text) + " needs a digit after the decimal point", numberEnd};
    }
    if (next == ',' || next == '_' || next == '\'' || next == '.')
    {
        return TextError{Quoted(text) +
                             " is not a decimal number; write digits without separators and at "
                             "most one decimal point, such as \"1500.5us\"",
                         numberEnd};
    }
    const char afterExponent = at(numberEnd + 1);
    if ((next == 'e' || next == 'E') &&
        (IsDigit(afterExponent) || afterExponent == '-' || afterExponent == '+'))
    {
        return TextError{Quoted(text) +
                             " has an exponent; write all digits out, such as \"1000us\"",
                         numberEnd};
    }
    return std::nullopt;
}

/// @return the end of sign, digits, and a fraction if a digit follows the point.
std::size_t
NumberEnd(std::string_view text)
{
    const auto digitsEnd = [text](std::size_t i) {
        while (i < text.size() && IsDigit(text[i]))
        {
            ++i;
        }
        return i;
    };
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const std::size_t whole = digitsEnd(sign);
    if (whole > sign && whole + 1 < text.size() && text[whole] == '.' && IsDigit(text[whole + 1]))
    {
        return digitsEnd(whole + 1);
    }
    return whole;
}

Outcome<QuantityValue>
ToBaseUnits(std::string_view text, std::string_view number, const QuantityUnit& unit)
{
    const std::string noun = DimensionNoun(unit.dimension);
    const auto outOfRange = [&] {
        const bool negative = number.front() == '-';
        return TextError{
            Quoted(text) + " is out of range; the " + (negative ? "smallest " : "largest ") + noun +
                " is " + FormatQuantity(unit.dimension, negative ? -kUnlimited : kUnlimited - 1),
            0};
    };
    const auto tooFine = [&] {
        return TextError{Quoted(text) + " is not a multiple of " +
                             FormatQuantity(unit.dimension, 1) + ", the smallest step of " +
                             DimensionName(unit.dimension),
                         0};
    };
    const auto decimal = ParseDecimal(number);
    if (!decimal)
    {
        // More than 36 digits: in front of the point that is too much, behind it too fine.
        return number.substr(0, number.find('.')).size() > 36 ? outOfRange() : tooFine();
    }
    const auto scaled = Multiply(*decimal, unit.factor);
    if (scaled && !scaled->IsInteger())
    {
        return tooFine();
    }
    const auto value = scaled ? RoundToInt64(*scaled) : std::nullopt;
    if (!value || *value == kUnlimited || *value < -kUnlimited)
    {
        return outOfRange();
    }
    return QuantityValue{unit.dimension, *value};
}

} // namespace

Outcome<QuantityValue>
ParseQuantity(std::string_view text, Dimension dimension)
{
    const std::size_t numberEnd = NumberEnd(text);
    if (auto error = CheckSpelling(text, numberEnd, dimension))
    {
        return *error;
    }
    const std::string_view number = text.substr(0, numberEnd);
    const std::string_view name = text.substr(numberEnd);
    if (name.empty())
    {
        return TextError{Expected(text, dimension), numberEnd};
    }
    const QuantityUnit* unit = FindUnit(name);
    if (unit == nullptr)
    {
        return UnknownUnit(number, name, dimension);
    }
    if (dimension != Dimension::Inherited && unit->dimension != dimension)
    {
        return TextError{"expected " + ExpectedQuantity(dimension) + "; got the " +
                             DimensionNoun(unit->dimension) + " " + Quoted(text),
                         numberEnd};
    }
    return ToBaseUnits(text, number, *unit);
}

std::string
FormatQuantity(Dimension dimension, int64_t value)
{
    if (value == kUnlimited)
    {
        return "unlimited";
    }
    std::optional<std::tuple<std::size_t, std::size_t>> best;
    std::string text;
    for (const QuantityUnit& unit : UnitsOf(dimension))
    {
        const auto amount = Rational::Make(value, unit.factor);
        const auto decimal = DecimalText(*amount);
        const Rational magnitude = *amount < 0 ? *Subtract(0, *amount) : *amount;
        if (!decimal || (best && magnitude < 1 && value != 0))
        {
            continue;
        }
        const std::size_t point = decimal->find('.') == std::string::npos ? 0 : 1;
        const auto cost = std::make_tuple(decimal->size() + unit.name.size(), point);
        if (!best || cost < *best || (cost == *best && value != 0))
        {
            best = cost;
            text = *decimal + std::string(unit.name);
        }
    }
    return text;
}

} // namespace nexsim
