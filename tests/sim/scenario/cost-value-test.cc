// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/cost-value.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <utility>
#include <vector>

namespace cost_value_test
{

using namespace nexsim;

namespace
{

std::string
FaultOf(const std::string& text, std::optional<int64_t> clock = {})
{
    const auto value = ParseCostValue(text, clock);
    return value ? "read as " + CostText(*value) : value.Error().message;
}

} // namespace

TEST_SUITE("sim/scenario cost value")
{
    TEST_CASE("costs of a use and of a byte become femtoseconds exactly")
    {
        const auto use = ParseCostValue("149.2ns");
        REQUIRE(use);
        CHECK(use->unit == CostUnit::PerUse);
        CHECK(use->value == 149'200'000);
        const auto byte = ParseCostValue("0.0635ns/B");
        REQUIRE(byte);
        CHECK(byte->unit == CostUnit::PerByte);
        CHECK(byte->value == 63'500);
        CHECK(ParseCostValue("0.001ps")->value == 1);
        CHECK(ParseCostValue("133us")->value == 133'000'000'000);
        CHECK(ParseCostValue("0ns")->value == 0);
    }

    TEST_CASE("cycles take as long as a clock says, to the nearest femtosecond")
    {
        constexpr int64_t kClock = 3'600'000'000'000'000; // 3.6 GHz in micro-hertz
        CHECK(ParseCostValue("120cycles", kClock)->value == 33'333'333);
        CHECK(ParseCostValue("0.64cycles/B", kClock)->value == 177'778);
        CHECK(ParseCostValue("0.64cycles/B", kClock)->unit == CostUnit::PerByte);
        CHECK(FaultOf("120cycles") == "\"120cycles\" is in cycles, and there is no \"clock\" that "
                                      "says how long one takes; write it in ns");
        CHECK(FaultOf("manycycles", kClock) ==
              "\"manycycles\" is not a number of cycles such as \"120cycles\"");
    }

    TEST_CASE("what is no cost is refused with the reason")
    {
        const std::vector<std::pair<std::string, std::string>> cases = {
            {"-5ns", "\"-5ns\" is negative; a cost is at least 0"},
            {"0.0001ps",
             "\"0.0001ps\" is not a multiple of a femtosecond, the smallest step of a cost"},
            {"1001s", "\"1001s\" is too large; the most is 1000s"},
            {"2ms/B", "\"2ms/B\" is too large; the most is 1ms/B"},
            {"99999999999999999999h",
             "\"99999999999999999999h\" is out of range; the largest time is "
             "9223372036854775806ps"},
            {"5", "expected a time with a unit such as \"10us\"; got \"5\""},
            {"5nS", "unknown unit \"nS\"; did you mean \"5ns\"?"},
            {"5 ns", "\"5 ns\" contains a space; write \"5ns\""},
            {"5B", "expected a time with a unit such as \"10us\"; got the size \"5B\""},
        };
        for (const auto& [text, message] : cases)
        {
            CHECK(FaultOf(text) == message);
        }
    }

    TEST_CASE("the text of a cost reads back as the same cost")
    {
        CHECK(CostText({CostUnit::PerUse, 149'200'000}) == "149.2ns");
        CHECK(CostText({CostUnit::PerByte, 63'000}) == "63ps/B");
        CHECK(CostText({CostUnit::PerUse, 33'333'333}) == "33.333333ns");
        CHECK(CostText({CostUnit::Count, 64}) == "64");
        CHECK(rc::check([] {
            const auto unit = *rc::gen::element(CostUnit::PerUse, CostUnit::PerByte);
            const auto value = *rc::gen::inRange<int64_t>(0, 1'000'000'000'000);
            const auto back = ParseCostValue(CostText({unit, value}));
            RC_ASSERT(static_cast<bool>(back));
            RC_ASSERT(back->unit == unit);
            RC_ASSERT(back->value == value);
        }));
    }
}

} // namespace cost_value_test
