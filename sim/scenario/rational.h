// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RATIONAL_H
#define NEXSIM_RATIONAL_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief An exact fraction, in lowest terms and with a positive denominator.
 *
 * What a person writes in decimal is decided exactly: 0.1 + 0.2 equals 0.3, and a sweep from 0.1 to
 * 0.9 in steps of 0.2 has five values on every machine. Numerator and denominator stay below 2^120;
 * an operation whose result would not fit has no result, it never becomes inexact.
 */
class Rational
{
  public:
    using Integer = __int128;

    Rational() = default;

    Rational(int64_t value) : m_numerator(value) {}

    /// @return numerator / denominator, or nothing when the denominator is 0 or a term is too large.
    static std::optional<Rational> Make(Integer numerator, Integer denominator);

    Integer Numerator() const
    {
        return m_numerator;
    }

    Integer Denominator() const
    {
        return m_denominator;
    }

    bool IsInteger() const
    {
        return m_denominator == 1;
    }

    friend bool operator==(const Rational& a, const Rational& b)
    {
        return a.m_numerator == b.m_numerator && a.m_denominator == b.m_denominator;
    }

    friend bool operator!=(const Rational& a, const Rational& b)
    {
        return !(a == b);
    }

    friend bool operator<(const Rational& a, const Rational& b);

  private:
    Integer m_numerator = 0;
    Integer m_denominator = 1;
};

std::optional<Rational> Add(const Rational& a, const Rational& b);
std::optional<Rational> Subtract(const Rational& a, const Rational& b);
std::optional<Rational> Multiply(const Rational& a, const Rational& b);

/// @return nothing also when b is 0.
std::optional<Rational> Divide(const Rational& a, const Rational& b);

/// @return a - b * floor(a / b): the remainder that has the sign of b. Nothing also when b is 0.
std::optional<Rational> Modulo(const Rational& a, const Rational& b);

/// @return the largest integer not above the value.
Rational::Integer Floor(const Rational& value);

/// @return the nearest integer, of two equally near ones the even one; nothing outside int64.
std::optional<int64_t> RoundToInt64(const Rational& value);

/// @return the value of `digits[.digits]` with an optional sign, or nothing for any other text and
/// for values that do not fit.
std::optional<Rational> ParseDecimal(std::string_view text);

/// @return the decimal number that a person wrote for this double: its shortest text that reads
/// back as the same double. Nothing when it is not finite or does not fit.
std::optional<Rational> FromDouble(double value);

/// @return the nearest double, up to the 17th significant digit.
double ToDouble(const Rational& value);

/// @return the exact decimal text, or nothing when it has no end, like that of 1/3.
std::optional<std::string> DecimalText(const Rational& value);

/// @return decimal text where it is exact, else a fraction such as `1/3`.
std::string ToString(const Rational& value);

} // namespace nexsim

#endif // NEXSIM_RATIONAL_H
