// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/condition-parameters.h"

#include <doctest/doctest.h>

namespace condition_parameters_test
{

using namespace nexsim;

namespace
{

const std::vector<ParameterValue> kParameters = {
    {"most", "5", Rational(5), {}},
    {"load", "1/3", *Rational::Make(1, 3), {}},
    {"below", "-2", Rational(-2), {}},
    {"half", "0.5", *Rational::Make(1, 2), {}},
    {"late", "10us", ExactQuantity{Dimension::Time, Rational(10'000'000)}, {}},
    {"eager", "true", true, {}},
    {"aqm", "codel", std::string("codel"), {}},
    {"counter", "web/sent", std::string("web/sent"), {}},
    {"odd", "'\"", std::string("'\""), {}},
};

std::string
Inserted(const std::string& condition)
{
    const auto inserted = InsertParameters(condition, kParameters);
    return inserted ? *inserted : "error: " + DescribeInText(condition, inserted.Error());
}

} // namespace

TEST_SUITE("sim/scenario parameters of conditions")
{
    TEST_CASE("a parameter's value stands in place of its name")
    {
        CHECK(Inserted("web/sent > most") == "web/sent > 5");
        CHECK(Inserted("web/sent >= most * most || web/sent == most") ==
              "web/sent >= 5 * 5 || web/sent == 5");
        CHECK(Inserted("web/loss > load - below + half") == "web/loss > (1/3) - (-2) + 0.5");
        CHECK(Inserted("web/latency/max > late") == "web/latency/max > 10us");
        CHECK(Inserted("eager and aqm == 'codel' and web/sent > 1") ==
              "true and 'codel' == 'codel' and web/sent > 1");
    }

    TEST_CASE("what was put in is read as the value that it was")
    {
        const auto condition =
            Expression::Parse(Inserted("load * 3 == 1 && below * below == 4 && late * 2 == 20us"),
                              ExpressionNameStyle::MetricPaths);
        REQUIRE(condition);
        const auto holds = condition->Holds({});
        REQUIRE(holds);
        CHECK(*holds);
    }

    TEST_CASE("a text with a slash is the path of a metric")
    {
        CHECK(Inserted("counter > most") == "'web/sent' > 5");
        const auto condition =
            Expression::Parse("'web/sent' > 5", ExpressionNameStyle::MetricPaths);
        REQUIRE(condition);
        CHECK(condition->Names().at(0).name == "web/sent");
    }

    TEST_CASE("paths, texts in quotes and unknown names stay, and so does what is no condition")
    {
        for (const char* same : {"most/sent > 5", "'most' == 'most'", "unknown > 3", "most >", ""})
        {
            CHECK(Inserted(same) == same);
        }
    }

    TEST_CASE("a text that no quotes fit around is refused where it stands")
    {
        CHECK(Inserted("1 == odd") ==
              R"(error: in "1 == odd", column 6: no quotes fit around the text "'\"")");
    }

    TEST_CASE("names that are not paths are collected")
    {
        std::set<std::string> names;
        CollectConditionNames("web/sent > most && aqm == 'x' || most < 'a/b'", names);
        CHECK(names == std::set<std::string>{"most", "aqm"});
        CollectConditionNames("late >", names);
        CHECK(names.size() == 2);
    }
}

} // namespace condition_parameters_test
