// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/format-quantity.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

namespace format_quantity_test
{

using namespace nexsim;

TEST_CASE("quantities read as the field writes them")
{
    struct Row
    {
        double value;
        const char* unit;
        const char* text;
    };

    for (const Row& row : {Row{9.6e9, "bps", "9.60 Gb/s"},
                           Row{12'345'678, "ps", "12.3 us"},
                           Row{512, "ps", "512 ps"},
                           Row{0.25, "ps", "0.250 ps"},
                           Row{2e-6, "s", "2.00 us"},
                           Row{3600, "s", "3600 s"},
                           Row{0.0042, "ratio", "0.420 %"},
                           Row{1, "ratio", "100 %"},
                           Row{0, "ratio", "0 %"},
                           Row{1500, "B", "1.50 kB"},
                           Row{5, "p", "5 p"},
                           Row{1.5e6, "packets", "1.50 Mp"},
                           Row{0.25, "1", "0.250"},
                           Row{12.5, "%", "12.5 %"},
                           Row{5.25, "p", "5.25 p"},
                           Row{14'880'952, "pps", "14.9 Mp/s"},
                           Row{55'560, "Hz", "55.6 kHz"},
                           Row{3e15, "bps", "3000 Tb/s"},
                           Row{2500, "pJ", "2.50 nJ"},
                           Row{40, "pJ/B", "40 pJ/B"},
                           Row{0.141, "", "0.141"},
                           Row{12345, "", "12345"},
                           Row{0, "bps", "0 b/s"},
                           Row{-12'345, "ps", "-12.3 ns"},
                           Row{2.5e9, "", "2.50e+09"}})
    {
        CHECK(FormatQuantity(row.value, row.unit) == row.text);
    }
}

TEST_CASE("rounding up moves on to the next prefix")
{
    CHECK(FormatQuantity(999.4, "bps") == "999 b/s");
    CHECK(FormatQuantity(999.6, "bps") == "1.00 kb/s");
    CHECK(FormatQuantity(999'499, "bps") == "999 kb/s");
    CHECK(FormatQuantity(999'500, "bps") == "1.00 Mb/s");
    CHECK(FormatQuantity(9'994'000, "bps") == "9.99 Mb/s");
    CHECK(FormatQuantity(9'996'000, "bps") == "10.0 Mb/s");
    CHECK(FormatQuantity(99'960'000, "bps") == "100 Mb/s");
}

TEST_CASE("the half-width decides the decimals")
{
    CHECK(FormatInterval(9.6e9, 23'400'000, "bps") == "9.600 ± 0.023 Gb/s");
    CHECK(FormatInterval(9.6e9, 234'000'000, "bps") == "9.60 ± 0.23 Gb/s");
    CHECK(FormatInterval(12'345'678, 1'500'000, "ps") == "12.3 ± 1.5 us");
    CHECK(FormatInterval(1000, 25'000'000, "ps") == "0 ± 25 us");
    CHECK(FormatInterval(0.0042, 0.0001, "ratio") == "0.420 ± 0.010 %");
    CHECK(FormatInterval(9.6e9, 3, "bps") == "9.60 ± 3.0e-09 Gb/s");
    CHECK(FormatInterval(0.5, 200, "") == "0 ± 200");
}

TEST_CASE("a point has no half-width, an unknown spread says so")
{
    CHECK(FormatInterval(9.6e9, 0, "bps") == "9.60 Gb/s");
    CHECK(FormatInterval(5, 0, "p") == "5 p");
    CHECK(FormatInterval(9.6e9, std::nullopt, "bps") == "9.60 ± ? Gb/s");
}

TEST_CASE("precise numbers show what three digits hide")
{
    CHECK(FormatPrecisely(9'599'900'000, "bps") == "9.5999 Gb/s");
    CHECK(FormatPrecisely(0.2, "") == "0.2");
    CHECK(FormatPrecisely(0.0042, "ratio") == "0.42 %");
    CHECK(FormatPrecisely(12'345'678, "ps") == "12.345678 us");
    CHECK(FormatPrecisely(0, "ps") == "0 ps");
}

TEST_CASE("a printed rate is within half of its last digit")
{
    CHECK(rc::check("over all prefixes", [] {
        const auto value =
            static_cast<double>(*rc::gen::inRange<std::int64_t>(1'000, 900'000'000'000'000));
        const std::string text = FormatQuantity(value, "bps");
        char* rest = nullptr;
        double read = std::strtod(text.c_str(), &rest);
        const std::size_t prefix = std::string("kMGT").find(rest[1]);
        RC_ASSERT(prefix != std::string::npos);
        RC_ASSERT((read >= 1 && read < 1000));
        for (std::size_t i = 0; i <= prefix; ++i)
        {
            read *= 1000;
        }
        RC_ASSERT(std::abs(read - value) <= 0.005001 * value);
    }));
}

} // namespace format_quantity_test
