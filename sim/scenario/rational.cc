// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/rational.h"

#include "sim/scenario/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace nexsim
{

namespace
{

using Integer = Rational::Integer;

/// Room above it in 128 bits: a sum of two terms and ten times a remainder still fit.
constexpr Integer kLimit = Integer{1} << 120;

Integer
Magnitude(Integer value)
{
    return value < 0 ? -value : value;
}

Integer
GreatestCommonDivisor(Integer a, Integer b)
{
    a = Magnitude(a);
    b = Magnitude(b);
    while (b != 0)
    {
        a %= b;
        std::swap(a, b);
    }
    return a;
}

/// @return a * b, or nothing when it is kLimit or more. By division, since a compiler's overflow
/// check of this width needs a run-time library that not every tool chain has.
std::optional<Integer>
Product(Integer a, Integer b)
{
    if (a != 0 && Magnitude(b) > (kLimit - 1) / Magnitude(a))
    {
        return std::nullopt;
    }
    return a * b;
}

Integer
FloorDivide(Integer a, Integer b)
{
    const Integer quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

std::string
IntegerText(Integer value)
{
    std::string digits;
    for (Integer rest = Magnitude(value); rest != 0 || digits.empty(); rest /= 10)
    {
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    }
    if (value < 0)
    {
        digits += '-';
    }
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::optional<Rational>
ScaledByPowerOfTen(Rational value, int exponent)
{
    std::optional<Rational> scaled = value;
    for (int i = 0; i < std::abs(exponent) && scaled; ++i)
    {
        scaled = exponent > 0 ? Multiply(*scaled, 10) : Divide(*scaled, 10);
    }
    return scaled;
}

} // namespace

std::optional<Rational>
Rational::Make(Integer numerator, Integer denominator)
{
    if (denominator == 0)
    {
        return std::nullopt;
    }
    const Integer divisor = GreatestCommonDivisor(numerator, denominator);
    Rational result;
    result.m_numerator = (denominator < 0 ? -numerator : numerator) / divisor;
    result.m_denominator = Magnitude(denominator) / divisor;
    if (Magnitude(result.m_numerator) >= kLimit || result.m_denominator >= kLimit)
    {
        return std::nullopt;
    }
    return result;
}

bool
operator<(const Rational& a, const Rational& b)
{
    // Integer parts first, then the reciprocals of what is left, which are the other way round:
    // a cross product would not fit.
    Integer an = a.m_numerator;
    Integer ad = a.m_denominator;
    Integer bn = b.m_numerator;
    Integer bd = b.m_denominator;
    bool swapped = false;
    while (true)
    {
        const Integer aWhole = FloorDivide(an, ad);
        const Integer bWhole = FloorDivide(bn, bd);
        if (aWhole != bWhole)
        {
            return (aWhole < bWhole) != swapped;
        }
        an -= aWhole * ad;
        bn -= bWhole * bd;
        if (an == 0 || bn == 0)
        {
            return swapped ? bn == 0 && an != 0 : an == 0 && bn != 0;
        }
        std::swap(an, ad);
        std::swap(bn, bd);
        swapped = !swapped;
    }
}

std::optional<Rational>
Add(const Rational& a, const Rational& b)
{
    const Integer divisor = GreatestCommonDivisor(a.Denominator(), b.Denominator());
    const auto left = Product(a.Numerator(), b.Denominator() / divisor);
    const auto right = Product(b.Numerator(), a.Denominator() / divisor);
    const auto denominator = Product(a.Denominator(), b.Denominator() / divisor);
    if (!left || !right || !denominator)
    {
        return std::nullopt;
    }
    return Rational::Make(*left + *right, *denominator);
}

std::optional<Rational>
Subtract(const Rational& a, const Rational& b)
{
    const auto negative = Rational::Make(-b.Numerator(), b.Denominator());
    return negative ? Add(a, *negative) : std::nullopt;
}

std::optional<Rational>
Multiply(const Rational& a, const Rational& b)
{
    const Integer first = GreatestCommonDivisor(a.Numerator(), b.Denominator());
    const Integer second = GreatestCommonDivisor(b.Numerator(), a.Denominator());
    const auto numerator = Product(a.Numerator() / first, b.Numerator() / second);
    const auto denominator = Product(a.Denominator() / second, b.Denominator() / first);
    if (!numerator || !denominator)
    {
        return std::nullopt;
    }
    return Rational::Make(*numerator, *denominator);
}

std::optional<Rational>
Divide(const Rational& a, const Rational& b)
{
    const auto reciprocal = Rational::Make(b.Denominator(), b.Numerator());
    return reciprocal ? Multiply(a, *reciprocal) : std::nullopt;
}

std::optional<Rational>
Modulo(const Rational& a, const Rational& b)
{
    const auto quotient = Divide(a, b);
    const auto whole = quotient ? Rational::Make(Floor(*quotient), 1) : std::nullopt;
    const auto part = whole ? Multiply(*whole, b) : std::nullopt;
    return part ? Subtract(a, *part) : std::nullopt;
}

Integer
Floor(const Rational& value)
{
    return FloorDivide(value.Numerator(), value.Denominator());
}

std::optional<int64_t>
RoundToInt64(const Rational& value)
{
    Integer whole = Floor(value);
    const Integer rest = value.Numerator() - whole * value.Denominator();
    const Integer half = value.Denominator() - rest;
    if (rest > half || (rest == half && whole % 2 != 0))
    {
        ++whole;
    }
    if (whole < std::numeric_limits<int64_t>::min() || whole > std::numeric_limits<int64_t>::max())
    {
        return std::nullopt;
    }
    return static_cast<int64_t>(whole);
}

std::optional<Rational>
ParseDecimal(std::string_view text)
{
    const bool negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+'))
    {
        text.remove_prefix(1);
    }
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    if (whole.empty() || (point < text.size() && fraction.empty()) ||
        !std::all_of(whole.begin(), whole.end(), IsDigit) ||
        !std::all_of(fraction.begin(), fraction.end(), IsDigit))
    {
        return std::nullopt;
    }
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    Integer numerator = 0;
    Integer denominator = 1;
    const auto append = [&numerator, &denominator](std::string_view digits, int scale) {
        for (const char digit : digits)
        {
            numerator = numerator * 10 + (digit - '0');
            denominator *= scale;
            if (numerator >= kLimit || denominator >= kLimit)
            {
                return false;
            }
        }
        return true;
    };
    if (!append(whole, 1) || !append(fraction, 10))
    {
        return std::nullopt;
    }
    return Rational::Make(negative ? -numerator : numerator, denominator);
}

std::optional<Rational>
FromDouble(double value)
{
    if (!std::isfinite(value))
    {
        return std::nullopt;
    }
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(),
                                   buffer.data() + buffer.size(),
                                   value,
                                   std::chars_format::scientific);
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
    const std::size_t e = text.find('e');
    const auto mantissa = ParseDecimal(text.substr(0, e));
    // from_chars reads no plus sign.
    const std::size_t digits = e + (text[e + 1] == '+' ? 2 : 1);
    int exponent = 0;
    std::from_chars(text.data() + digits, text.data() + text.size(), exponent);
    return mantissa ? ScaledByPowerOfTen(*mantissa, exponent) : std::nullopt;
}

double
ToDouble(const Rational& value)
{
    // 17 significant digits by long division, then the correctly rounded reading of that text.
    std::string text = IntegerText(value.Numerator() / value.Denominator());
    if (value.Numerator() < 0 && text.front() != '-')
    {
        text.insert(text.begin(), '-');
    }
    Integer rest = Magnitude(value.Numerator()) % value.Denominator();
    std::size_t significant =
        text.find_first_of("123456789") == std::string::npos ? 0 : text.size();
    text += '.';
    while (rest != 0 && significant < 18)
    {
        rest *= 10;
        const auto digit = static_cast<char>('0' + static_cast<int>(rest / value.Denominator()));
        rest %= value.Denominator();
        text += digit;
        significant += significant > 0 || digit != '0' ? 1 : 0;
    }
    text += '0';
    double result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

std::optional<std::string>
DecimalText(const Rational& value)
{
    Integer prime = value.Denominator();
    for (const int factor : {2, 5})
    {
        while (prime % factor == 0)
        {
            prime /= factor;
        }
    }
    if (prime != 1)
    {
        return std::nullopt;
    }
    std::string text = value.Numerator() < 0 ? "-" : "";
    text += IntegerText(Magnitude(value.Numerator()) / value.Denominator());
    Integer rest = Magnitude(value.Numerator()) % value.Denominator();
    text += rest == 0 ? "" : ".";
    while (rest != 0)
    {
        rest *= 10;
        text += static_cast<char>('0' + static_cast<int>(rest / value.Denominator()));
        rest %= value.Denominator();
    }
    return text;
}

std::string
ToString(const Rational& value)
{
    if (const auto decimal = DecimalText(value))
    {
        return *decimal;
    }
    return IntegerText(value.Numerator()) + "/" + IntegerText(value.Denominator());
}

} // namespace nexsim
