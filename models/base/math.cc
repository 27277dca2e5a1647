// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/math.h"

#include "models/base/math-tables.h"

#include <cfloat>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>

namespace nexsim::math
{

namespace
{

static_assert(std::numeric_limits<double>::is_iec559 && FLT_EVAL_METHOD == 0,
              "intermediate results must be IEEE 754 doubles");

constexpr double QUIET_NAN = std::numeric_limits<double>::quiet_NaN();
constexpr double INFINITE = std::numeric_limits<double>::infinity();
constexpr uint64_t SIGN = uint64_t{1} << 63;
constexpr uint64_t FRACTION = (uint64_t{1} << 52) - 1;
constexpr uint64_t ONE_BITS = uint64_t{1023} << 52;
constexpr int SUBNORMAL_SHIFT = 54; // a multiple of three, for the cube root

// The high parts are multiples of 2^-42 and 2^-40, so that their products with the integers that
// occur are exact.
constexpr double LN2_HIGH = 0x1.62e42fefa3800p-1;
constexpr double LN2_LOW = 0x1.ef35793c76730p-45;
constexpr double LN2_32ND_HIGH = 0x1.62e42fefc0000p-6;
constexpr double LN2_32ND_LOW = -0x1.c610ca86c3899p-42;
constexpr double PER_LN2_32ND = 0x1.71547652b82fep+5;

// e^x is infinite above and rounds to zero below.
constexpr double EXP_LARGEST = 709.79;
constexpr double EXP_SMALLEST = -745.14;

/** An unevaluated sum, more exact than one double; |low| is about an ulp of high or less. */
struct Sum
{
    double high;
    double low;
};

/** x = fraction * 2^exponent with fraction in [1, 2). */
struct Parts
{
    double fraction;
    int exponent;
};

uint64_t
Bits(double x)
{
    uint64_t bits;
    std::memcpy(&bits, &x, sizeof(bits));
    return bits;
}

double
FromBits(uint64_t bits)
{
    double x;
    std::memcpy(&x, &bits, sizeof(x));
    return x;
}

bool
IsNan(double x)
{
    return (Bits(x) & ~SIGN) > Bits(INFINITE);
}

/** 2^exponent for -1022 <= exponent <= 1023. */
double
PowerOfTwoOf(int exponent)
{
    return FromBits(static_cast<uint64_t>(exponent + 1023) << 52);
}

/** Needs 0 < x < infinity. */
Parts
Split(double x)
{
    int exponent = -1023;
    if (x < std::numeric_limits<double>::min())
    {
        x *= PowerOfTwoOf(SUBNORMAL_SHIFT);
        exponent -= SUBNORMAL_SHIFT;
    }
    const uint64_t bits = Bits(x);
    return {FromBits((bits & FRACTION) | ONE_BITS), exponent + static_cast<int>(bits >> 52)};
}

/** a + b exactly (Knuth, The Art of Computer Programming, volume 2, 4.2.2 theorem B). */
Sum
Add(double a, double b)
{
    const double sum = a + b;
    const double bPart = sum - a;
    return {sum, (a - (sum - bPart)) + (b - bPart)};
}

/** The leading 24 bits: products of such parts are exact. */
double
Leading(double x)
{
    return static_cast<double>(static_cast<float>(x));
}

/**
 * ln(x) for 0 < x < infinity with a relative error below 2^-64.
 *
 * x = 2^k m, and a table holds c near m with its logarithm: ln(x) = k ln 2 + ln(c) + ln(1 + r) with
 * r = m / c - 1, |r| < 0.018. Near x = 1, c = 1 and k = 0, so nothing cancels.
 */
Sum
LogSum(double x)
{
    Parts parts = Split(x);
    const uint64_t bits = Bits(parts.fraction);
    const uint64_t index = ((bits & FRACTION) + (uint64_t{1} << 46)) >> 47;
    if (index >= 14)
    {
        ++parts.exponent; // the table counts these as halves
    }
    const Logarithm& entry = LOGARITHMS[index];
    // Both products are exact: 26 or 27 bits times 9 bits.
    const double mHigh = FromBits(bits & ~((uint64_t{1} << 27) - 1));
    const double mLow = parts.fraction - mHigh;
    const Sum r = Add(mHigh * entry.inverse - 1, mLow * entry.inverse);

    const double leading = Leading(r.high);
    const double squareHigh = -0.5 * (leading * leading); // exact
    const double squareLow = -0.5 * ((r.high - leading) * (r.high + leading)) - r.high * r.low;
    double series = 1.0 / 11;
    for (const double coefficient :
         {-1.0 / 10, 1.0 / 9, -1.0 / 8, 1.0 / 7, -1.0 / 6, 1.0 / 5, -1.0 / 4, 1.0 / 3})
    {
        series = series * r.high + coefficient;
    }
    const double cube = r.high * r.high * r.high * series;

    const double k = parts.exponent;
    const Sum first = Add(k * LN2_HIGH + entry.high, r.high); // the first sum is exact
    const Sum second = Add(first.high, squareHigh);
    const double low =
        (k * LN2_LOW + entry.low + r.low) + (first.low + second.low) + squareLow + cube;
    return Add(second.high, low);
}

/**
 * e^(x.high + x.low) for a finite result, or one that overflows or underflows in the last product.
 *
 * x = n ln(2)/32 + r with |r| < 0.011: 2^(n/32) from a table times the Taylor series of e^r.
 */
double
ExpSum(const Sum& x)
{
    const double scaled = x.high * PER_LN2_32ND;
    const int n = static_cast<int>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    const double r = (x.high - n * LN2_32ND_HIGH) + (x.low - n * LN2_32ND_LOW);
    double series = 1.0 / 5040;
    for (const double coefficient : {1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1.0})
    {
        series = series * r + coefficient;
    }
    const int index = n & 31;
    const PowerOfTwo& power = POWERS_OF_TWO[index];
    const double result = power.high + (power.low + power.high * (r * series));
    const int exponent = (n - index) / 32;
    if (exponent > 1023)
    {
        return result * 2 * PowerOfTwoOf(1023);
    }
    if (exponent < -1021)
    {
        return result * PowerOfTwoOf(exponent + 64) * PowerOfTwoOf(-64);
    }
    return result * PowerOfTwoOf(exponent);
}

/** a * (b.high + b.low), for magnitudes of a in [2^-66, 2^65] and of b.high in [2^-53, 2^10]. */
Sum
Multiply(double a, const Sum& b)
{
    const double aHigh = Leading(a);
    const double aLow = a - aHigh;
    const double bHigh = Leading(b.high);
    const double bLow = b.high - bHigh;
    const double product = a * b.high;
    const double error =
        ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow + a * b.low;
    return {product, error};
}

enum class Integrality
{
    NotInteger,
    Even,
    Odd
};

/** Needs y finite and positive. */
Integrality
IntegralityOf(double y)
{
    if (y >= 0x1p53)
    {
        return Integrality::Even;
    }
    const auto truncated = static_cast<int64_t>(y);
    if (static_cast<double>(truncated) != y)
    {
        return Integrality::NotInteger;
    }
    return truncated % 2 == 0 ? Integrality::Even : Integrality::Odd;
}

/** x^y for x >= 0 or infinite, x not 1, y not 0, neither of them NaN. */
double
PowOfMagnitude(double x, double y)
{
    const double beyond = (x > 1) == (y > 0) ? INFINITE : 0.0;
    if (x == 0 || x == INFINITE)
    {
        return beyond;
    }
    const double magnitude = FromBits(Bits(y) & ~SIGN);
    if (magnitude >= 0x1p64) // |ln(x)| >= 2^-53
    {
        return beyond;
    }
    if (magnitude <= 0x1p-65) // |ln(x)| < 2^10
    {
        return 1;
    }
    const Sum exponent = Multiply(y, LogSum(x));
    if (exponent.high > EXP_LARGEST || exponent.high < EXP_SMALLEST)
    {
        return beyond;
    }
    return ExpSum(exponent);
}

} // namespace

double
Log(double x)
{
    if (IsNan(x) || x < 0)
    {
        return QUIET_NAN;
    }
    if (x == 0 || x == INFINITE)
    {
        return x == 0 ? -INFINITE : INFINITE;
    }
    return LogSum(x).high;
}

double
Exp(double x)
{
    if (IsNan(x))
    {
        return QUIET_NAN;
    }
    if (x > EXP_LARGEST)
    {
        return INFINITE;
    }
    return x < EXP_SMALLEST ? 0.0 : ExpSum({x, 0});
}

double
Pow(double x, double y)
{
    if (x == 1 || y == 0)
    {
        return 1;
    }
    if (IsNan(x) || IsNan(y))
    {
        return QUIET_NAN;
    }
    const double magnitude = FromBits(Bits(x) & ~SIGN);
    if (magnitude == 1 && (Bits(y) & ~SIGN) == Bits(INFINITE))
    {
        return 1;
    }
    if (Bits(x) < SIGN)
    {
        return PowOfMagnitude(x, y);
    }
    const Integrality integrality = IntegralityOf(FromBits(Bits(y) & ~SIGN));
    if (integrality == Integrality::NotInteger && magnitude != 0 && magnitude != INFINITE)
    {
        return QUIET_NAN;
    }
    const double result = magnitude == 1 ? 1 : PowOfMagnitude(magnitude, y);
    return integrality == Integrality::Odd ? -result : result;
}

double
Cbrt(double x)
{
    const double magnitude = FromBits(Bits(x) & ~SIGN);
    if (IsNan(x))
    {
        return QUIET_NAN;
    }
    if (magnitude == 0 || magnitude == INFINITE)
    {
        return x;
    }
    // magnitude = m 2^(3 third), m in [1, 8).
    const Parts parts = Split(magnitude);
    const int third = (parts.exponent + 1200) / 3 - 400;
    const double m = parts.fraction * PowerOfTwoOf(parts.exponent - 3 * third);
    // A parabola within 1.6 % of the root, then Halley's iteration, which cubes the error.
    double root = 0.7625 + m * (0.26807 - m * 0.01467);
    for (int i = 0; i < 2; ++i)
    {
        const double cube = root * root * root;
        root = root * ((cube + 2 * m) / (2 * cube + m));
    }
    // From 24 bits of the root, whose cube is known exactly in two parts, on with the series of
    // (1 + e)^(1/3).
    const double leading = Leading(root);
    const double square = leading * leading;
    const double squareHigh = Leading(square);
    const double rest = (m - squareHigh * leading) - (square - squareHigh) * leading;
    const double e = rest / (square * leading);
    const double result = (leading + leading * (e / 3 * (1 - e / 3))) * PowerOfTwoOf(third);
    return Bits(x) < SIGN ? result : -result;
}

} // namespace nexsim::math
