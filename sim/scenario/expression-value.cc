// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-value.h"

#include "sim/scenario/nearest-name.h"
#include "sim/scenario/quantity-text.h"

namespace nexsim
{

namespace
{

/// Ratios are read in parts per billion.
constexpr int64_t kPartsPerOne = 1'000'000'000;

bool
BeginsLikeNumber(std::string_view text)
{
    const std::size_t digit = text.find_first_not_of("+-. ");
    return digit <= 2 && text[digit] >= '0' && text[digit] <= '9';
}

std::string
DescribeQuantity(const ExactQuantity& quantity)
{
    const auto rounded = ToBaseUnits(quantity);
    return "the " + DimensionNoun(quantity.dimension) + " " +
           (rounded ? FormatQuantity(quantity.dimension, *rounded) : "out of range");
}

} // namespace

std::string
DescribeValue(const ExpressionValue& value)
{
    if (const auto* number = std::get_if<Rational>(&value))
    {
        return "the number " + ToString(*number);
    }
    if (const auto* quantity = std::get_if<ExactQuantity>(&value))
    {
        return DescribeQuantity(*quantity);
    }
    if (const auto* boolean = std::get_if<bool>(&value))
    {
        return *boolean ? "true" : "false";
    }
    return "the text " + Quoted(std::get<std::string>(value));
}

bool
SameKind(const ExpressionValue& a, const ExpressionValue& b)
{
    const auto* x = std::get_if<ExactQuantity>(&a);
    const auto* y = std::get_if<ExactQuantity>(&b);
    return a.index() == b.index() && (x == nullptr || x->dimension == y->dimension);
}

std::optional<int64_t>
ToBaseUnits(const ExactQuantity& quantity)
{
    return RoundToInt64(quantity.value);
}

Outcome<ExpressionValue>
ValueFromJson(const Json& json)
{
    if (json.is_boolean())
    {
        return ExpressionValue(json.get<bool>());
    }
    if (json.is_number_float())
    {
        const auto number = FromDouble(json.get<double>());
        if (!number)
        {
            return TextError{"the number " + json.dump() +
                             " is too large or too small to compute with"};
        }
        return ExpressionValue(*number);
    }
    if (json.is_number_unsigned())
    {
        return ExpressionValue(*Rational::Make(json.get<uint64_t>(), 1));
    }
    if (json.is_number())
    {
        return ExpressionValue(Rational(json.get<int64_t>()));
    }
    if (!json.is_string())
    {
        return TextError{"expected a number, a text or a boolean; got " +
                         std::string(json.type_name())};
    }
    const std::string text = json.get<std::string>();
    if (!BeginsLikeNumber(text))
    {
        return ExpressionValue(text);
    }
    const auto quantity = ParseQuantity(text, Dimension::Inherited);
    if (!quantity)
    {
        return quantity.Error();
    }
    if (quantity->dimension == Dimension::Ratio)
    {
        return ExpressionValue(*Rational::Make(quantity->value, kPartsPerOne));
    }
    return ExpressionValue(ExactQuantity{quantity->dimension, quantity->value});
}

Outcome<Json>
ValueToJson(const ExpressionValue& value)
{
    if (const auto* quantity = std::get_if<ExactQuantity>(&value))
    {
        const auto rounded = ToBaseUnits(*quantity);
        if (!rounded || *rounded == kUnlimited)
        {
            return TextError{"the result is out of range for " +
                             DimensionName(quantity->dimension)};
        }
        return Json(FormatQuantity(quantity->dimension, *rounded));
    }
    if (const auto* number = std::get_if<Rational>(&value))
    {
        const auto integer = RoundToInt64(*number);
        return integer && number->IsInteger() ? Json(*integer) : Json(ToDouble(*number));
    }
    if (const auto* boolean = std::get_if<bool>(&value))
    {
        return Json(*boolean);
    }
    return Json(std::get<std::string>(value));
}

} // namespace nexsim
