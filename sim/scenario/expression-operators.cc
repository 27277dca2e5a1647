// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-operators.h"

#include <optional>
#include <string>

namespace nexsim
{

namespace
{

const Rational*
AmountOf(const ExpressionValue& value)
{
    if (const auto* quantity = std::get_if<ExactQuantity>(&value))
    {
        return &quantity->value;
    }
    return std::get_if<Rational>(&value);
}

bool
IsNumber(const ExpressionValue& value)
{
    return std::holds_alternative<Rational>(value);
}

TextError
Refuse(const std::string& what,
       const ExpressionValue& a,
       const char* between,
       const ExpressionValue& b)
{
    return TextError{"cannot " + what + " " + DescribeValue(a) + " " + between + " " +
                     DescribeValue(b)};
}

/// @return the amount in the kind of `like`, or an error if it does not fit.
OperatorResult
InKindOf(const ExpressionValue& like, const std::optional<Rational>& amount)
{
    if (!amount)
    {
        return TextError{"the result is too large or needs too many digits to be exact"};
    }
    if (const auto* quantity = std::get_if<ExactQuantity>(&like))
    {
        return ExpressionValue(ExactQuantity{quantity->dimension, *amount});
    }
    return ExpressionValue(*amount);
}

bool
IsOf(const ExpressionValue& value, Dimension dimension)
{
    const auto* quantity = std::get_if<ExactQuantity>(&value);
    return quantity != nullptr && quantity->dimension == dimension;
}

/// A time per byte counts femtoseconds, a time picoseconds.
constexpr int64_t kPerBytePerTime = 1000;

/// @return the time that so many bytes take.
OperatorResult
TimeOf(const ExpressionValue& perByte, const ExpressionValue& size)
{
    const auto product = Multiply(*AmountOf(perByte), *AmountOf(size));
    return InKindOf(ExactQuantity{Dimension::Time, {}},
                    product ? Divide(*product, kPerBytePerTime) : std::nullopt);
}

bool
HaveComparableAmounts(const ExpressionValue& a, const ExpressionValue& b)
{
    return SameKind(a, b) && AmountOf(a) != nullptr;
}

/// @return whether a < b, or an error.
Outcome<bool>
IsLess(const ExpressionValue& a, const ExpressionValue& b)
{
    if (!HaveComparableAmounts(a, b))
    {
        return Refuse("compare", a, "with", b);
    }
    return *AmountOf(a) < *AmountOf(b);
}

/// @return the truth of a < b as `whenLess`, and of a >= b as the opposite
OperatorResult
Ordered(const ExpressionValue& a,
        const ExpressionValue& b,
        const Outcome<bool>& less,
        bool whenLess)
{
    if (!less)
    {
        // Named in the order in which they were written.
        return Refuse("compare", a, "with", b);
    }
    return ExpressionValue(*less == whenLess);
}

} // namespace

OperatorResult
AddValues(const ExpressionValue& a, const ExpressionValue& b)
{
    if (!HaveComparableAmounts(a, b))
    {
        return Refuse("add", a, "and", b);
    }
    return InKindOf(a, Add(*AmountOf(a), *AmountOf(b)));
}

OperatorResult
SubtractValues(const ExpressionValue& a, const ExpressionValue& b)
{
    if (!HaveComparableAmounts(a, b))
    {
        return Refuse("subtract", b, "from", a);
    }
    return InKindOf(a, Subtract(*AmountOf(a), *AmountOf(b)));
}

OperatorResult
MultiplyValues(const ExpressionValue& a, const ExpressionValue& b)
{
    if (IsOf(a, Dimension::TimePerByte) && IsOf(b, Dimension::Size))
    {
        return TimeOf(a, b);
    }
    if (IsOf(a, Dimension::Size) && IsOf(b, Dimension::TimePerByte))
    {
        return TimeOf(b, a);
    }
    if (AmountOf(a) == nullptr || AmountOf(b) == nullptr || (!IsNumber(a) && !IsNumber(b)))
    {
        return Refuse("multiply", a, "by", b);
    }
    return InKindOf(IsNumber(a) ? b : a, Multiply(*AmountOf(a), *AmountOf(b)));
}

OperatorResult
DivideValues(const ExpressionValue& a, const ExpressionValue& b)
{
    const bool isPerByte = IsOf(a, Dimension::Time) && IsOf(b, Dimension::Size);
    if (AmountOf(a) == nullptr || AmountOf(b) == nullptr ||
        (!IsNumber(b) && !SameKind(a, b) && !isPerByte))
    {
        return Refuse("divide", a, "by", b);
    }
    if (*AmountOf(b) == Rational(0))
    {
        return TextError{"division by zero"};
    }
    if (isPerByte)
    {
        const auto perByte = Divide(*AmountOf(a), *AmountOf(b));
        return InKindOf(ExactQuantity{Dimension::TimePerByte, {}},
                        perByte ? Multiply(*perByte, kPerBytePerTime) : std::nullopt);
    }
    return InKindOf(IsNumber(b) ? a : ExpressionValue(Rational()),
                    Divide(*AmountOf(a), *AmountOf(b)));
}

OperatorResult
ModuloValues(const ExpressionValue& a, const ExpressionValue& b)
{
    if (!HaveComparableAmounts(a, b))
    {
        return Refuse("take the remainder of", a, "over", b);
    }
    if (*AmountOf(b) == Rational(0))
    {
        return TextError{"division by zero"};
    }
    return InKindOf(a, Modulo(*AmountOf(a), *AmountOf(b)));
}

OperatorResult
NegateValue(const ExpressionValue& a)
{
    if (AmountOf(a) == nullptr)
    {
        return TextError{"cannot negate " + DescribeValue(a)};
    }
    return InKindOf(a, Subtract(0, *AmountOf(a)));
}

OperatorResult
LessThan(const ExpressionValue& a, const ExpressionValue& b)
{
    return Ordered(a, b, IsLess(a, b), true);
}

OperatorResult
LessOrEqual(const ExpressionValue& a, const ExpressionValue& b)
{
    return Ordered(a, b, IsLess(b, a), false);
}

OperatorResult
GreaterThan(const ExpressionValue& a, const ExpressionValue& b)
{
    return Ordered(a, b, IsLess(b, a), true);
}

OperatorResult
GreaterOrEqual(const ExpressionValue& a, const ExpressionValue& b)
{
    return Ordered(a, b, IsLess(a, b), false);
}

OperatorResult
EqualTo(const ExpressionValue& a, const ExpressionValue& b)
{
    if (!SameKind(a, b))
    {
        return Refuse("compare", a, "with", b);
    }
    return ExpressionValue(a == b);
}

OperatorResult
NotEqualTo(const ExpressionValue& a, const ExpressionValue& b)
{
    if (!SameKind(a, b))
    {
        return Refuse("compare", a, "with", b);
    }
    return ExpressionValue(!(a == b));
}

OperatorResult
MinimumOf(const std::vector<ExpressionValue>& values)
{
    ExpressionValue least = values.front();
    for (const ExpressionValue& value : values)
    {
        const auto less = IsLess(value, least);
        if (!less)
        {
            return less.Error();
        }
        least = *less ? value : least;
    }
    return least;
}

OperatorResult
MaximumOf(const std::vector<ExpressionValue>& values)
{
    ExpressionValue greatest = values.front();
    for (const ExpressionValue& value : values)
    {
        const auto less = IsLess(greatest, value);
        if (!less)
        {
            return less.Error();
        }
        greatest = *less ? value : greatest;
    }
    return greatest;
}

} // namespace nexsim
