// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/math.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace math = nexsim::math;

namespace math_test
{

namespace
{

constexpr double INFINITE = std::numeric_limits<double>::infinity();
constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();
constexpr double LARGEST = std::numeric_limits<double>::max();
constexpr double SMALLEST = std::numeric_limits<double>::denorm_min();
constexpr double SMALLEST_NORMAL = std::numeric_limits<double>::min();

// The reference is the C library's long double, which has to be longer than double.
static_assert(std::numeric_limits<long double>::digits >= 64);

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

/** The distance from the exact value in units of the last place that a double has there. */
double
Ulps(double result, long double exact)
{
    const long double magnitude = std::fabs(exact);
    if (magnitude > LARGEST || std::isinf(result))
    {
        // Rounding to nearest overflows at half an ulp above the largest double.
        const long double edge = static_cast<long double>(LARGEST) + 0x1p969L;
        const bool same = std::isinf(result) && std::signbit(result) == std::signbit(exact);
        return same && magnitude > edge ? 0
                                        : static_cast<double>(std::fabs(exact - result) / 0x1p971L);
    }
    int exponent = 0;
    std::frexp(magnitude, &exponent);
    const long double unit = std::ldexp(1.0L, std::max(exponent - 53, -1074));
    return static_cast<double>(std::fabs(exact - static_cast<long double>(result)) / unit);
}

uint64_t
Next(uint64_t& state)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/** Uniform on [low, high). */
double
Between(uint64_t& state, double low, double high)
{
    return low + (high - low) * (static_cast<double>(Next(state) >> 11) * 0x1p-53);
}

/** Any positive finite double, all exponents alike. */
double
AnyPositive(uint64_t& state)
{
    return FromBits(Next(state) % Bits(INFINITE));
}

/** Positive doubles where methods change: powers of two, near one, and their neighbours. */
std::vector<double>
Edges()
{
    std::vector<double> edges;
    for (int exponent = -1074; exponent <= 1023; ++exponent)
    {
        edges.push_back(std::ldexp(1.0, exponent));
    }
    for (int i = 64; i <= 256; ++i) // the table's points and the borders between them
    {
        edges.push_back(i / 64.0);
        edges.push_back(i / 128.0);
    }
    const size_t centres = edges.size();
    for (size_t i = 0; i < centres; ++i)
    {
        edges.push_back(FromBits(Bits(edges[i]) + 1));
        edges.push_back(FromBits(Bits(edges[i]) - 1));
    }
    edges.push_back(LARGEST);
    return edges;
}

double
LogError(double x)
{
    return Ulps(math::Log(x), std::log(static_cast<long double>(x)));
}

double
ExpError(double x)
{
    return Ulps(math::Exp(x), std::exp(static_cast<long double>(x)));
}

double
CbrtError(double x)
{
    return Ulps(math::Cbrt(x), std::cbrt(static_cast<long double>(x)));
}

double
PowError(double x, double y)
{
    return Ulps(math::Pow(x, y),
                std::pow(static_cast<long double>(x), static_cast<long double>(y)));
}

bool
IsPlus(double x, double expected)
{
    return Bits(x) == Bits(expected);
}

} // namespace

TEST_CASE("Log stays within 0.51 ulp")
{
    uint64_t state = 1;
    double worst = 0;
    for (int i = 0; i < 200000; ++i)
    {
        worst = std::max(worst, LogError(AnyPositive(state)));
        worst = std::max(worst, LogError(Between(state, 0.5, 2)));
        worst = std::max(worst, LogError(1 + Between(state, -1, 1) * std::ldexp(1.0, -(i % 53))));
    }
    for (const double x : Edges())
    {
        worst = std::max(worst, x > 0 ? LogError(x) : 0);
    }
    CHECK(worst < 0.51);
}

TEST_CASE("Exp stays within 0.55 ulp, within 1 ulp where the result is subnormal")
{
    uint64_t state = 2;
    double worst = 0;
    double worstSubnormal = 0;
    const auto measure = [&](double x) {
        double& most = x < -708.39 ? worstSubnormal : worst;
        most = std::max(most, ExpError(x));
    };
    for (int i = 0; i < 200000; ++i)
    {
        measure(Between(state, -745.2, 709.8));
        measure(Between(state, -750, -700));
        measure(Between(state, 705, 710));
        measure(Between(state, -1, 1));
        measure(std::copysign(AnyPositive(state), i % 2 == 0 ? 1.0 : -1.0));
    }
    for (int n = -32 * 1076; n <= 32 * 1025; ++n) // where the table's entry changes
    {
        const double border = (n + 0.5) * 0.021660849392498290;
        measure(border);
        measure(std::nextafter(border, INFINITE));
        measure(std::nextafter(border, -INFINITE));
    }
    CHECK(worst < 0.55);
    CHECK(worstSubnormal < 1);
}

TEST_CASE("Cbrt stays within 0.51 ulp and returns exact roots")
{
    uint64_t state = 3;
    double worst = 0;
    for (int i = 0; i < 200000; ++i)
    {
        worst = std::max(worst, CbrtError(AnyPositive(state)));
        worst = std::max(worst, CbrtError(-Between(state, 0.9, 8.1)));
        const double root = static_cast<double>(Next(state) >> 47);
        CHECK_EQ(math::Cbrt(root * root * root), root);
        CHECK_EQ(math::Cbrt(-root * root * root), -root);
    }
    for (const double x : Edges())
    {
        worst = std::max(worst, x > 0 ? CbrtError(x) : 0);
    }
    CHECK(worst < 0.51);
}

TEST_CASE("Pow stays within 0.75 ulp, within 1 ulp where the result is subnormal")
{
    uint64_t state = 4;
    double worst = 0;
    double worstSubnormal = 0;
    const auto measure = [&](double x, double y) {
        double& most = math::Pow(x, y) < SMALLEST_NORMAL ? worstSubnormal : worst;
        most = std::max(most, PowError(x, y));
    };
    for (int i = 0; i < 200000; ++i)
    {
        const double x = AnyPositive(state);
        const double logarithm = std::log(x) == 0 ? 1 : std::log(x);
        measure(x, Between(state, -745, 710) / logarithm);
        measure(x, Between(state, -2, 2));
        const double nearOne = 1 + Between(state, -1, 1) * std::ldexp(1.0, -(i % 40) - 1);
        const double small = std::log(nearOne);
        measure(nearOne, Between(state, -745, 710) / (small == 0 ? 1 : small));
        const double moderate = Between(state, 0.01, 100);
        measure(moderate, Between(state, -20, 20));
        const double closer = Between(state, 0.98, 1.02);
        measure(closer, Between(state, 30000, 40000));
        measure(10, i % 309);
        measure(x, std::ldexp(i % 2 == 0 ? 1.0 : -1.0, -40 - i % 30));
    }
    CHECK(worst < 0.75);
    CHECK(worstSubnormal < 1);
}

TEST_CASE("Pow is exact where the power is a double")
{
    for (int exponent = -1074; exponent <= 1023; ++exponent)
    {
        CHECK_EQ(math::Pow(2, exponent), std::ldexp(1.0, exponent));
        CHECK_EQ(math::Pow(-0.5, -exponent), std::ldexp(exponent % 2 == 0 ? 1.0 : -1.0, exponent));
    }
    double power = 1;
    for (int exponent = 0; exponent <= 22; ++exponent, power *= 10)
    {
        CHECK_EQ(math::Pow(10, exponent), power);
        CHECK_EQ(math::Pow(-10, exponent), exponent % 2 == 0 ? power : -power);
    }
    for (int root = 2; root < 100000; root += 7)
    {
        CHECK_EQ(math::Pow(root, 3), static_cast<double>(root) * root * root);
        CHECK_EQ(math::Pow(static_cast<double>(root) * root, 0.5), root);
    }
    CHECK_EQ(math::Pow(3, 33), 5559060566555523.0);
}

TEST_CASE("the functions agree with the C library on any arguments")
{
    CHECK(rc::check([](uint64_t bits, uint64_t other) {
        const double x = FromBits(bits);
        const double y = FromBits(other);
        const auto right = [](double result, long double exact) {
            if (std::isnan(exact) || std::isnan(result))
            {
                return std::isnan(exact) && IsPlus(result, NOT_A_NUMBER);
            }
            if (std::isinf(exact))
            {
                return static_cast<long double>(result) == exact;
            }
            return Ulps(result, exact) < 1 && std::signbit(result) == std::signbit(exact);
        };
        RC_ASSERT(right(math::Log(x), std::log(static_cast<long double>(x))));
        RC_ASSERT(right(math::Exp(x), std::exp(static_cast<long double>(x))));
        RC_ASSERT(right(math::Cbrt(x), std::cbrt(static_cast<long double>(x))));
        const auto z = static_cast<double>(static_cast<int64_t>(other) >> 52);
        for (const double exponent : {y, z, 1 / z})
        {
            RC_ASSERT(
                right(math::Pow(x, exponent),
                      std::pow(static_cast<long double>(x), static_cast<long double>(exponent))));
        }
    }));
}

TEST_CASE("Log, Exp and Cbrt treat special arguments as C99 annex F says")
{
    CHECK(IsPlus(math::Log(0.0), -INFINITE));
    CHECK(IsPlus(math::Log(-0.0), -INFINITE));
    CHECK(IsPlus(math::Log(1.0), 0.0));
    CHECK(IsPlus(math::Log(INFINITE), INFINITE));
    CHECK(std::isnan(math::Log(-SMALLEST)));
    CHECK(std::isnan(math::Log(-INFINITE)));
    CHECK(std::isnan(math::Log(NOT_A_NUMBER)));
    CHECK(IsPlus(math::Exp(0.0), 1.0));
    CHECK(IsPlus(math::Exp(-0.0), 1.0));
    CHECK(IsPlus(math::Exp(INFINITE), INFINITE));
    CHECK(IsPlus(math::Exp(-INFINITE), 0.0));
    CHECK(IsPlus(math::Exp(LARGEST), INFINITE));
    CHECK(IsPlus(math::Exp(-LARGEST), 0.0));
    CHECK(IsPlus(math::Exp(SMALLEST), 1.0));
    CHECK(IsPlus(math::Exp(-745.133), SMALLEST));
    CHECK(IsPlus(math::Exp(-745.134), 0.0));
    CHECK(std::isnan(math::Exp(-NOT_A_NUMBER)));
    CHECK(IsPlus(math::Cbrt(-0.0), -0.0));
    CHECK(IsPlus(math::Cbrt(0.0), 0.0));
    CHECK(IsPlus(math::Cbrt(INFINITE), INFINITE));
    CHECK(IsPlus(math::Cbrt(-INFINITE), -INFINITE));
    CHECK(IsPlus(math::Cbrt(-NOT_A_NUMBER), NOT_A_NUMBER));
}

TEST_CASE("Pow treats every pair of special arguments as the C library does")
{
    const std::vector<double> values{0.0,
                                     1.0,
                                     0.5,
                                     1.5,
                                     2.0,
                                     3.0,
                                     2.5,
                                     1e17,
                                     0.75,
                                     1e300,
                                     1e-9,
                                     SMALLEST,
                                     LARGEST,
                                     INFINITE,
                                     0x1p53,
                                     0x1p53 - 1,
                                     0x1p52 + 0.5,
                                     NOT_A_NUMBER};
    for (const double x : values)
    {
        for (const double y : values)
        {
            for (const double a : {x, -x})
            {
                for (const double b : {y, -y})
                {
                    CAPTURE(a);
                    CAPTURE(b);
                    const double expected = std::pow(a, b);
                    const double result = math::Pow(a, b);
                    if (std::isnan(expected))
                    {
                        CHECK(IsPlus(result, NOT_A_NUMBER));
                    }
                    else
                    {
                        CHECK(std::signbit(result) == std::signbit(expected));
                        CHECK(Ulps(result, static_cast<long double>(expected)) <= 1);
                    }
                }
            }
        }
    }
}

TEST_CASE("the functions do not step back between neighbouring arguments")
{
    uint64_t state = 6;
    bool steps = true;
    const auto walk = [&steps](double x, double (*function)(double)) {
        for (int i = 0; i < 200; ++i)
        {
            const double next = std::nextafter(x, INFINITE);
            steps = steps && function(x) <= function(next);
            x = next;
        }
    };
    for (const double edge : Edges())
    {
        if (edge > 0 && edge < 0x1p1000)
        {
            walk(FromBits(Bits(edge) - std::min<uint64_t>(100, Bits(edge))), math::Cbrt);
            walk(FromBits(Bits(edge) - std::min<uint64_t>(100, Bits(edge))), math::Log);
        }
    }
    for (int n = -32 * 1076; n <= 32 * 1023; n += 5)
    {
        double border = (n + 0.5) * 0.021660849392498290;
        border -= 100 * (std::nextafter(border, INFINITE) - border);
        walk(border, math::Exp);
        walk(Between(state, 0.001, 10), [](double x) { return math::Pow(x, 2.7); });
    }
    CHECK(steps);
}

TEST_CASE("the bits of 100000 results of each function are what they were on the first machine")
{
    uint64_t state = 7;
    uint64_t logHash = 0;
    uint64_t expHash = 0;
    uint64_t powHash = 0;
    uint64_t cbrtHash = 0;
    const auto fold = [](uint64_t hash, double x) {
        return (hash ^ Bits(x)) * 0x9e3779b97f4a7c15U + (hash >> 29);
    };
    for (int i = 0; i < 100000; ++i)
    {
        const double x = AnyPositive(state);
        logHash = fold(logHash, math::Log(x));
        cbrtHash = fold(cbrtHash, math::Cbrt(-x));
        expHash = fold(expHash, math::Exp(Between(state, -750, 720)));
        const double base = Between(state, 0, 50);
        powHash = fold(powHash, math::Pow(base, Between(state, -190, 190)));
    }
    CHECK_EQ(logHash, 0xb7d6e7bb5c452a62U);
    CHECK_EQ(expHash, 0x7ed359dce0a21b57U);
    CHECK_EQ(powHash, 0x87a9072b3f8a52efU);
    CHECK_EQ(cbrtHash, 0x7f28c61987150d00U);
}

} // namespace math_test
