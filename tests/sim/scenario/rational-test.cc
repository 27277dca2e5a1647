// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/rational.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

namespace rational_test
{

using namespace nexsim;

namespace
{

Rational
Fraction(int64_t numerator, int64_t denominator)
{
    return *Rational::Make(numerator, denominator);
}

Rational
TwoTo(int exponent)
{
    return *Rational::Make(Rational::Integer{1} << exponent, 1);
}

} // namespace

TEST_SUITE("sim/scenario rational")
{
    TEST_CASE("fractions are kept in lowest terms with a positive denominator")
    {
        CHECK(Fraction(6, -4) == Fraction(-3, 2));
        CHECK(ToString(Fraction(6, -9)) == "-2/3");
        CHECK(Fraction(0, -7) == Rational(0));
        CHECK(Fraction(0, 7).Denominator() == 1);
        CHECK_FALSE(Rational::Make(1, 0));
    }

    TEST_CASE("decimal text is read exactly")
    {
        CHECK(*Add(*ParseDecimal("0.1"), *ParseDecimal("0.2")) == *ParseDecimal("0.3"));
        CHECK(*ParseDecimal("51.20") == Fraction(256, 5));
        CHECK(*ParseDecimal("-0.5") == Fraction(-1, 2));
        CHECK(*ParseDecimal("+007") == Rational(7));
        CHECK(*ParseDecimal("1." + std::string(50, '0')) == Rational(1));
        for (const char* text :
             {"", "-", ".5", "5.", "1e3", " 1", "1 ", "1.2.3", "--1", "0x1", "a"})
        {
            CAPTURE(text);
            CHECK_FALSE(ParseDecimal(text));
        }
        CHECK(ParseDecimal("1" + std::string(36, '0')));
        CHECK_FALSE(ParseDecimal("2" + std::string(36, '0')));
        CHECK(ParseDecimal("0." + std::string(35, '0') + "1"));
        CHECK_FALSE(ParseDecimal("0." + std::string(36, '0') + "1"));
    }

    TEST_CASE("a double is taken as the decimal number that a person wrote")
    {
        CHECK(*FromDouble(0.1) == Fraction(1, 10));
        CHECK(*FromDouble(-2.5e-3) == Fraction(-1, 400));
        CHECK(*FromDouble(1e20) == *ParseDecimal("100000000000000000000"));
        CHECK(*FromDouble(0.0) == Rational(0));
        CHECK_FALSE(FromDouble(1e300));
        CHECK_FALSE(FromDouble(1e-300));
        CHECK_FALSE(FromDouble(std::numeric_limits<double>::infinity()));
        CHECK_FALSE(FromDouble(std::nan("")));
    }

    TEST_CASE("going to double and back keeps every double of ordinary size")
    {
        CHECK(rc::check("double -> rational -> double", [](int64_t mantissa, uint8_t scale) {
            const double value =
                std::ldexp(static_cast<double>(mantissa % (1LL << 53)), -(scale % 60));
            const auto exact = FromDouble(value);
            if (exact)
            {
                RC_ASSERT(ToDouble(*exact) == value);
            }
        }));
        CHECK(ToDouble(Fraction(1, 3)) == 1.0 / 3.0);
        CHECK(ToDouble(Fraction(-2, 3)) == -2.0 / 3.0);
        CHECK(ToDouble(Fraction(1, 3000000)) == 1.0 / 3000000.0);
        CHECK(ToDouble(Rational(-7)) == -7.0);
        CHECK(ToDouble(TwoTo(119)) == std::ldexp(1.0, 119));
    }

    TEST_CASE("what does not fit has no result")
    {
        const Rational large = TwoTo(119);
        const Rational small = *Divide(1, large);
        CHECK_FALSE(Add(large, large));
        CHECK_FALSE(Multiply(large, 2));
        CHECK_FALSE(Divide(small, 2));
        CHECK_FALSE(Add(large, small));
        CHECK_FALSE(Divide(1, 0));
        CHECK_FALSE(Modulo(1, 0));
        CHECK(*Multiply(large, small) == Rational(1));
        CHECK(*Subtract(large, large) == Rational(0));
        CHECK_FALSE(Rational::Make(Rational::Integer{1} << 120, 1));
    }

    TEST_CASE("the order is exact even where a cross product would not fit")
    {
        const Rational a = *Add(TwoTo(59), *Divide(1, TwoTo(59)));
        const Rational b = *Add(TwoTo(59), *Divide(1, TwoTo(60)));
        CHECK(b < a);
        CHECK_FALSE(a < b);
        CHECK_FALSE(a < a);
        const Rational third =
            *Rational::Make((Rational::Integer{1} << 119) / 3, TwoTo(119).Numerator());
        CHECK(third < Fraction(1, 3));
        CHECK_FALSE(Fraction(1, 3) < third);
        CHECK(Fraction(-1, 2) < Fraction(-1, 3));
        CHECK_FALSE(Fraction(-1, 3) < Fraction(-1, 2));
    }

    TEST_CASE("the order agrees with the sign of the difference")
    {
        CHECK(rc::check("a < b exactly if a - b is negative",
                        [](int32_t a, int32_t b, int32_t c, int32_t d) {
                            RC_PRE(b != 0 && d != 0);
                            const Rational x = Fraction(a, b);
                            const Rational y = Fraction(c, d);
                            RC_ASSERT((x < y) == (Subtract(x, y)->Numerator() < 0));
                            RC_ASSERT((x == y) == (Subtract(x, y)->Numerator() == 0));
                        }));
    }

    TEST_CASE("arithmetic undoes itself")
    {
        CHECK(rc::check("+ - * /", [](int32_t a, int32_t b, int32_t c, int32_t d) {
            RC_PRE(b != 0 && c != 0 && d != 0);
            const Rational x = Fraction(a, b);
            const Rational y = Fraction(c, d);
            RC_ASSERT(*Subtract(*Add(x, y), y) == x);
            RC_ASSERT(*Divide(*Multiply(x, y), y) == x);
        }));
    }

    TEST_CASE("a remainder has the sign of the divisor and is smaller")
    {
        CHECK(*Modulo(7, 3) == Rational(1));
        CHECK(*Modulo(-7, 3) == Rational(2));
        CHECK(*Modulo(7, -3) == Rational(-2));
        CHECK(*Modulo(*ParseDecimal("0.7"), *ParseDecimal("0.2")) == *ParseDecimal("0.1"));
    }

    TEST_CASE("rounding goes to the nearest integer and from halves to the even one")
    {
        const int64_t expected[] = {-2, -2, -2, -1, 0, 0, 0, 1, 2, 2, 2};
        for (int64_t halves = -5; halves <= 5; ++halves)
        {
            CAPTURE(halves);
            CHECK(*RoundToInt64(Fraction(halves, 2)) == expected[halves + 5]);
        }
        CHECK(*RoundToInt64(Fraction(10000000000, 3)) == 3333333333);
        CHECK(*RoundToInt64(Fraction(20000000000, 3)) == 6666666667);
        CHECK(*RoundToInt64(Rational(INT64_MAX)) == INT64_MAX);
        CHECK(*RoundToInt64(Rational(INT64_MIN)) == INT64_MIN);
        CHECK_FALSE(RoundToInt64(*Add(Rational(INT64_MAX), 1)));
        CHECK_FALSE(RoundToInt64(*Subtract(Rational(INT64_MIN), 1)));
    }

    TEST_CASE("a value prints as decimal text when that is exact, else as a fraction")
    {
        CHECK(ToString(Fraction(-256, 5)) == "-51.2");
        CHECK(ToString(Fraction(1, 1024)) == "0.0009765625");
        CHECK(ToString(Fraction(1, 3)) == "1/3");
        CHECK(ToString(Rational(0)) == "0");
        CHECK_FALSE(DecimalText(Fraction(1, 6)));
    }
}

} // namespace rational_test
