// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/quantity-text.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

namespace quantity_text_test
{

using namespace nexsim;

namespace
{

constexpr Dimension kAll[] = {Dimension::Time,
                              Dimension::Rate,
                              Dimension::Frequency,
                              Dimension::Size,
                              Dimension::Count,
                              Dimension::Ratio,
                              Dimension::Energy,
                              Dimension::EnergyPerByte,
                              Dimension::TimePerByte};

} // namespace

TEST_SUITE("sim/scenario quantity text")
{
    TEST_CASE("every unit is its exact number of base units")
    {
        struct Row
        {
            const char* text;
            Dimension dimension;
            int64_t value;
        };

        const Row rows[] = {
            {"7ps", Dimension::Time, 7},
            {"51.2ns", Dimension::Time, 51'200},
            {"10us", Dimension::Time, 10'000'000},
            {"0.001ms", Dimension::Time, 1'000'000},
            {"1.5s", Dimension::Time, 1'500'000'000'000},
            {"2min", Dimension::Time, 120'000'000'000'000},
            {"2562h", Dimension::Time, 9'223'200'000'000'000'000},
            {"-5ms", Dimension::Time, -5'000'000'000},
            {"+5ms", Dimension::Time, 5'000'000'000},
            {"007ps", Dimension::Time, 7},
            {"0.0h", Dimension::Time, 0},
            {"9bps", Dimension::Rate, 9},
            {"64kbps", Dimension::Rate, 64'000},
            {"2.5Gbps", Dimension::Rate, 2'500'000'000},
            {"100Mbps", Dimension::Rate, 100'000'000},
            {"0.4Tbps", Dimension::Rate, 400'000'000'000},
            {"1000pps", Dimension::Frequency, 1'000'000'000},
            {"0.5Hz", Dimension::Frequency, 500'000},
            {"14.88Mpps", Dimension::Frequency, 14'880'000'000'000},
            {"3kpps", Dimension::Frequency, 3'000'000'000},
            {"3kHz", Dimension::Frequency, 3'000'000'000},
            {"3MHz", Dimension::Frequency, 3'000'000'000'000},
            {"2.4GHz", Dimension::Frequency, 2'400'000'000'000'000},
            {"1500B", Dimension::Size, 1500},
            {"1.5kB", Dimension::Size, 1500},
            {"1.5KiB", Dimension::Size, 1536},
            {"1MB", Dimension::Size, 1'000'000},
            {"1MiB", Dimension::Size, 1'048'576},
            {"1GB", Dimension::Size, 1'000'000'000},
            {"1GiB", Dimension::Size, 1'073'741'824},
            {"32p", Dimension::Count, 32},
            {"50%", Dimension::Ratio, 500'000'000},
            {"0.0000001%", Dimension::Ratio, 1},
            {"100ppm", Dimension::Ratio, 100'000},
            {"1pJ", Dimension::Energy, 1'000},
            {"1nJ", Dimension::Energy, 1'000'000},
            {"1uJ", Dimension::Energy, 1'000'000'000},
            {"1mJ", Dimension::Energy, 1'000'000'000'000},
            {"1J", Dimension::Energy, 1'000'000'000'000'000},
            {"2.5pJ/B", Dimension::EnergyPerByte, 2'500},
            {"1nJ/B", Dimension::EnergyPerByte, 1'000'000},
            {"1ps/B", Dimension::TimePerByte, 1'000},
            {"0.063ns/B", Dimension::TimePerByte, 63'000},
            {"1us/B", Dimension::TimePerByte, 1'000'000'000},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            for (const Dimension expected : {row.dimension, Dimension::Inherited})
            {
                const auto read = ParseQuantity(row.text, expected);
                REQUIRE(read);
                CHECK(read->value == row.value);
                CHECK(read->dimension == row.dimension);
            }
        }
    }

    TEST_CASE("a text that is no quantity is refused with what to write instead")
    {
        struct Row
        {
            const char* text;
            Dimension dimension;
            const char* message;
        };

        const Row rows[] = {
            {"", Dimension::Time, "expected a time with a unit such as \"10us\"; got \"\""},
            {"10", Dimension::Time, "expected a time with a unit such as \"10us\"; got \"10\""},
            {"fast",
             Dimension::Rate,
             "expected a rate with a unit such as \"10Gbps\"; got \"fast\""},
            {"-", Dimension::Rate, "expected a rate with a unit such as \"10Gbps\"; got \"-\""},
            {"inf",
             Dimension::Energy,
             "expected an energy with a unit such as \"20nJ\"; got \"inf\""},
            {"0x10B",
             Dimension::Size,
             "unknown unit \"x10B\"; a size is written with B, kB, KiB, MB, MiB, GB or GiB"},
            {"10 Gbps", Dimension::Rate, "\"10 Gbps\" contains a space; write \"10Gbps\""},
            {" 10us", Dimension::Time, "\" 10us\" contains a space; write \"10us\""},
            {"10us\n", Dimension::Time, "\"10us\\n\" contains a space; write \"10us\""},
            {".5us",
             Dimension::Time,
             "a digit must stand before the decimal point; write \"0.5us\""},
            {"-.5us",
             Dimension::Time,
             "a digit must stand before the decimal point; write \"-0.5us\""},
            {"5.us", Dimension::Time, "\"5.us\" needs a digit after the decimal point"},
            {"1,5us",
             Dimension::Time,
             "\"1,5us\" is not a decimal number; write digits without separators and at most one "
             "decimal point, such as \"1500.5us\""},
            {"1_000us",
             Dimension::Time,
             "\"1_000us\" is not a decimal number; write digits without separators and at most one "
             "decimal point, such as \"1500.5us\""},
            {"1.2.3us",
             Dimension::Time,
             "\"1.2.3us\" is not a decimal number; write digits without separators and at most one "
             "decimal point, such as \"1500.5us\""},
            {"1e3us",
             Dimension::Time,
             "\"1e3us\" has an exponent; write all digits out, such as \"1000us\""},
            {"1E-3s",
             Dimension::Time,
             "\"1E-3s\" has an exponent; write all digits out, such as \"1000us\""},
            {"10gbps", Dimension::Rate, "unknown unit \"gbps\"; did you mean \"10Gbps\"?"},
            {"10MS", Dimension::Time, "unknown unit \"MS\"; did you mean \"10ms\"?"},
            {"10\xC2\xB5s",
             Dimension::Time,
             "unknown unit \"\xC2\xB5s\"; micro is written u: \"10us\""},
            {"10\xCE\xBCJ",
             Dimension::Energy,
             "unknown unit \"\xCE\xBCJ\"; micro is written u: \"10uJ\""},
            {"10sec",
             Dimension::Time,
             "unknown unit \"sec\"; a time is written with ps, ns, us, ms, s, min or h"},
            {"10Gb",
             Dimension::Rate,
             "unknown unit \"Gb\"; a rate is written with bps, kbps, Mbps, Gbps or Tbps"},
            {"10Gbpsx",
             Dimension::Rate,
             "unknown unit \"Gbpsx\"; a rate is written with bps, kbps, Mbps, Gbps or Tbps"},
            {"5packets",
             Dimension::Count,
             "unknown unit \"packets\"; a number of packets is written with p"},
            {"10Gbps",
             Dimension::Time,
             "expected a time with a unit such as \"10us\"; got the rate \"10Gbps\""},
            {"5p",
             Dimension::Size,
             "expected a size with a unit such as \"1500B\"; got the number of packets \"5p\""},
            {"1000pps",
             Dimension::Rate,
             "expected a rate with a unit such as \"10Gbps\"; got the frequency \"1000pps\""},
            {"5pJ",
             Dimension::EnergyPerByte,
             "expected an energy per byte with a unit such as \"5pJ/B\"; got the energy \"5pJ\""},
            {"5ns",
             Dimension::TimePerByte,
             "expected a time per byte with a unit such as \"0.1ns/B\"; got the time \"5ns\""},
            {"5ns/B",
             Dimension::Time,
             "expected a time with a unit such as \"10us\"; got the time per byte \"5ns/B\""},
            {"0.0000001ns/B",
             Dimension::TimePerByte,
             "\"0.0000001ns/B\" is not a multiple of 0.001ps/B, the smallest step of a time per "
             "byte"},
            {"0.3ps",
             Dimension::Time,
             "\"0.3ps\" is not a multiple of 1ps, the smallest step of a time"},
            {"1.5B",
             Dimension::Size,
             "\"1.5B\" is not a multiple of 1B, the smallest step of a size"},
            {"0.0001KiB",
             Dimension::Size,
             "\"0.0001KiB\" is not a multiple of 1B, the smallest step of a size"},
            {"0.5p",
             Dimension::Count,
             "\"0.5p\" is not a multiple of 1p, the smallest step of a number of packets"},
            {"0.0001ppm",
             Dimension::Ratio,
             "\"0.0001ppm\" is not a multiple of 0.001ppm, the smallest step of a ratio"},
            {"0.0000000000000000000000000000000000000000001s",
             Dimension::Time,
             "\"0.0000000000000000000000000000000000000000001s\" is not a multiple of 1ps, the "
             "smallest step of a time"},
            {"120.0000000000000000000000000000000000000000001s",
             Dimension::Time,
             "\"120.0000000000000000000000000000000000000000001s\" is not a multiple of 1ps, the "
             "smallest step of a time"},
            {"20000h",
             Dimension::Time,
             "\"20000h\" is out of range; the largest time is 9223372036854775806ps"},
            {"-20000h",
             Dimension::Time,
             "\"-20000h\" is out of range; the smallest time is -9223372036854775807ps"},
            {"9223372036854775807bps",
             Dimension::Rate,
             "\"9223372036854775807bps\" is out of range; the largest rate is "
             "9223372036854775806bps"},
            {"10000000000000000000000000000000000000000p",
             Dimension::Count,
             "\"10000000000000000000000000000000000000000p\" is out of range; the largest number "
             "of packets is 9223372036854775806p"},
            {"10parsec", Dimension::Inherited, "unknown unit \"parsec\""},
            {"10Gps", Dimension::Inherited, "unknown unit \"Gps\"; did you mean \"Gbps\"?"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            const auto read = ParseQuantity(row.text, row.dimension);
            REQUIRE_FALSE(read);
            CHECK(read.Error().message == row.message);
        }
    }

    TEST_CASE("an error tells where in the text it is")
    {
        CHECK(ParseQuantity("10 us", Dimension::Time).Error().offset == 2);
        CHECK(ParseQuantity("10.5sec", Dimension::Time).Error().offset == 4);
        CHECK(ParseQuantity("-1,5us", Dimension::Time).Error().offset == 2);
        CHECK(ParseQuantity("10Gbps", Dimension::Time).Error().offset == 2);
    }

    TEST_CASE("the largest and the smallest value can be written, one more cannot")
    {
        CHECK(ParseQuantity("9223372036854775806ps", Dimension::Time)->value == kUnlimited - 1);
        CHECK(ParseQuantity("-9223372036854775807ps", Dimension::Time)->value == -kUnlimited);
        CHECK_FALSE(ParseQuantity("-9223372036854775808ps", Dimension::Time));
    }

    TEST_CASE("a quantity prints as a person would write it")
    {
        struct Row
        {
            Dimension dimension;
            int64_t value;
            const char* text;
        };

        const Row rows[] = {
            {Dimension::Time, 51'200, "51.2ns"},
            {Dimension::Time, 200'000'000'000, "200ms"},
            {Dimension::Time, 60'000'000'000'000, "60s"},
            {Dimension::Time, 3'600'000'000'000'000, "1h"},
            {Dimension::Time, 1, "1ps"},
            {Dimension::Time, 0, "0s"},
            {Dimension::Time, -1'500'000, "-1.5us"},
            {Dimension::Time, kUnlimited, "unlimited"},
            {Dimension::Rate, 10'000'000'000, "10Gbps"},
            {Dimension::Rate, 3'333'333'333, "3333333333bps"},
            {Dimension::Rate, 0, "0bps"},
            {Dimension::Frequency, 1'000'000'000, "1kHz"},
            {Dimension::Frequency, 1, "0.000001Hz"},
            {Dimension::Size, 1500, "1500B"},
            {Dimension::Size, 1538, "1538B"},
            {Dimension::Size, 65536, "64KiB"},
            {Dimension::Size, 1000, "1kB"},
            {Dimension::Count, 32, "32p"},
            {Dimension::Ratio, 500'000'000, "50%"},
            {Dimension::Ratio, 1, "0.001ppm"},
            {Dimension::Energy, 20'000'000, "20nJ"},
            {Dimension::EnergyPerByte, 5'000, "5pJ/B"},
            {Dimension::TimePerByte, 63'000, "63ps/B"},
            {Dimension::TimePerByte, 1, "0.001ps/B"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            CHECK(FormatQuantity(row.dimension, row.value) == row.text);
        }
    }

    TEST_CASE("what is printed reads back as the same value")
    {
        CHECK(rc::check("format, then parse", [](int64_t value) {
            const Dimension dimension =
                *rc::gen::elementOf(std::vector<Dimension>(std::begin(kAll), std::end(kAll)));
            const int64_t scale = *rc::gen::element<int64_t>(1, 1000, 1'000'000, 1'000'000'000'000);
            const int64_t scaled = value % (kUnlimited / scale) * scale;
            const auto read = ParseQuantity(FormatQuantity(dimension, scaled), dimension);
            RC_ASSERT(static_cast<bool>(read));
            RC_ASSERT(read->value == scaled);
        }));
    }

    TEST_CASE("the longest unit is found, and only where it ends")
    {
        CHECK(UnitLength("s + 1") == 1);
        CHECK(UnitLength("ms*2") == 2);
        CHECK(UnitLength("min") == 3);
        CHECK(UnitLength("pJ/B*2") == 4);
        CHECK(UnitLength("pJ/Bytes") == 2);
        CHECK(UnitLength("sec") == 0);
        CHECK(UnitLength("x") == 0);
        CHECK(UnitLength("") == 0);
    }
}

} // namespace quantity_text_test
