// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-value.h"
#include "sim/scenario/expression.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

namespace expression_test
{

using namespace nexsim;

namespace
{

const ExpressionNames&
Parameters()
{
    static const ExpressionNames names = {
        {"flows", Rational(4)},
        {"load", *Rational::Make(1, 3)},
        {"half", *Rational::Make(1, 2)},
        {"aqm", std::string("codel")},
        {"ecn", true},
        {"rtt", ExactQuantity{Dimension::Time, Rational(100'000'000)}},
        {"capacity", ExactQuantity{Dimension::Rate, Rational(10'000'000'000)}},
        {"min", Rational(7)},
    };
    return names;
}

/// The result as it would stand in a scenario, or what is said instead.
std::string
Result(std::string_view text)
{
    const auto expression = Expression::Parse(text);
    if (!expression)
    {
        return DescribeInText(text, expression.Error());
    }
    const auto value = expression->Evaluate(Parameters());
    if (!value)
    {
        return DescribeInText(text, value.Error());
    }
    const auto json = ValueToJson(*value);
    return json ? json->dump() : json.Error().message;
}

std::string
Repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
    {
        all += text;
    }
    return all;
}

struct Row
{
    const char* text;
    const char* result;
};

} // namespace

TEST_SUITE("sim/scenario expression")
{
    TEST_CASE("an expression has the value that arithmetic gives it")
    {
        const Row rows[] = {
            {"0.1 + 0.2 == 0.3", "true"},
            {"1 + 2 * 3", "7"},
            {"(1 + 2) * 3", "9"},
            {"10 - 4 - 3", "3"},
            {"100 / 10 / 5", "2"},
            {"2 * 3 % 4", "2"},
            {"7 / 2", "3.5"},
            {"1 / 3", "0.3333333333333333"},
            {"-7 % 3", "2"},
            {"--2", "2"},
            {"3 - -2", "5"},
            {"-2 * -3", "6"},
            {"flows", "4"},
            {"  flows*2\t\n", "8"},
            {"load * 10Gbps", "\"3333333333bps\""},
            {"2 * load * 10Gbps", "\"6666666667bps\""},
            {"capacity / flows", "\"2.5Gbps\""},
            {"10Gbps / 4Gbps", "2.5"},
            {"rtt * 3 + 1us", "\"301us\""},
            {"rtt % 30us", "\"10us\""},
            {"-rtt", "\"-100us\""},
            {"1ps / 2", "\"0s\""},
            {"3ps / 2", "\"2ps\""},
            {"50% * capacity", "\"5Gbps\""},
            {"100ppm", "0.0001"},
            {"5%", "0.05"},
            {"5%*2", "0.1"},
            {"5% + 5%", "0.1"},
            {"(5%)", "0.05"},
            {"10%3", "1"},
            {"10%(3)", "1"},
            {"10 % 3", "1"},
            {"flows%3", "1"},
            {"10%flows", "2"},
            {"5pJ/B * 2", "\"10pJ/B\""},
            {"0.03ns/B * 2", "\"60ps/B\""},
            {"0.03ns/B + 0.5ps/B", "\"30.5ps/B\""},
            {"0.03ns/B * 1500B", "\"45ns\""},
            {"1500B * 0.0004ns/B", "\"600ps\""},
            {"45ns / 1500B", "\"30ps/B\""},
            {"rtt / 1kB / 0.1ns/B", "1000"},
            {"32p * 2", "\"64p\""},
            {"1.5KiB", "\"1536B\""},
            {"1kHz == 1000pps", "true"},
            {"'codel'", "\"codel\""},
            {"\"it's\"", "\"it's\""},
            {"aqm == 'codel'", "true"},
            {"aqm != \"pie\"", "true"},
            {"ecn == true", "true"},
            {"false", "false"},
            {"1 < 2", "true"},
            {"2 < 2", "false"},
            {"2 <= 2", "true"},
            {"3 <= 2", "false"},
            {"3 > 2", "true"},
            {"2 > 2", "false"},
            {"2 >= 2", "true"},
            {"1 >= 2", "false"},
            {"1 == 2", "false"},
            {"1 != 1", "false"},
            {"999ns < 1us", "true"},
            {"1 + 1 == 2 && 2 * 2 == 4", "true"},
            {"true || false && false", "true"},
            {"(true || false) && false", "false"},
            {"true or false and false", "true"},
            {"not flows == 4", "false"},
            {"not not ecn", "true"},
            {"!ecn || ecn", "true"},
            {"not ecn or ecn", "true"},
            {"!!ecn", "true"},
            {"flows > 3 ? '1ms' : 5us", "\"1ms\""},
            {"false ? 1 : true ? 2 : 3", "2"},
            {"false ? 1 : false ? 2 : 3", "3"},
            {"true ? false ? 1 : 2 : 3", "2"},
            {"min(3, 1, 2)", "1"},
            {"max(3, 1, 4 - 2)", "3"},
            {"min(rtt, 1ms)", "\"100us\""},
            {"max(rtt, 1ms)", "\"1ms\""},
            {"max(flows)", "4"},
            {"min + 1", "8"},
            {"min(min, 9)", "7"},
            // Only the side that decides is evaluated.
            {"false && 1 / 0 == 1", "false"},
            {"true || 1 / 0 == 1", "true"},
            {"true ? 1 : 1 / 0", "1"},
            {"false ? 1 / 0 : 1", "1"},
            {"9223372036854775807", "9223372036854775807"},
            {"9223372036854775807 + 1", "9.223372036854776e+18"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            CHECK(Result(row.text) == row.result);
        }
    }

    TEST_CASE("an expression that means nothing is refused with its place and a reason")
    {
        const Row rows[] = {
            {"", "in \"\", column 1: the expression is empty"},
            {"  ", "in \"  \", column 1: the expression is empty"},
            {"flws * 2",
             "in \"flws * 2\", column 1: unknown name \"flws\"; did you mean \"flows\"?"},
            {"true || flws",
             "in \"true || flws\", column 9: unknown name \"flws\"; did you mean \"flows\"?"},
            {"load * 10Gps",
             "in \"load * 10Gps\", column 10: unknown unit \"Gps\"; did you mean \"Gbps\"?"},
            {"load * 10 Gbps", "in \"load * 10 Gbps\", column 11: expected an operator; got Gbps"},
            {"load * 1e9",
             "in \"load * 1e9\", column 9: \"1e9\" has an exponent; write all digits out, such as "
             "\"1000us\""},
            {"0.3ps * 10",
             "in \"0.3ps * 10\", column 1: \"0.3ps\" is not a multiple of 1ps, the smallest step "
             "of a time"},
            {".5 * load",
             "in \".5 * load\", column 1: digits must stand on both sides of the decimal point"},
            {"5. * load",
             "in \"5. * load\", column 1: digits must stand on both sides of the decimal point"},
            {"1.2.3",
             "in \"1.2.3\", column 4: digits must stand on both sides of the decimal point"},
            {"capacity * rtt",
             "in \"capacity * rtt\", column 10: cannot multiply the rate 10Gbps by the time 100us"},
            {"0.1ns/B * rtt",
             "in \"0.1ns/B * rtt\", column 9: cannot multiply the time per byte 100ps/B by the "
             "time "
             "100us"},
            {"0.1ns/B + rtt",
             "in \"0.1ns/B + rtt\", column 9: cannot add the time per byte 100ps/B and the time "
             "100us"},
            {"1500B / rtt",
             "in \"1500B / rtt\", column 7: cannot divide the size 1500B by the time 100us"},
            {"capacity + 1",
             "in \"capacity + 1\", column 10: cannot add the rate 10Gbps and the number 1"},
            {"rtt - capacity",
             "in \"rtt - capacity\", column 5: cannot subtract the rate 10Gbps from the time "
             "100us"},
            {"flows / rtt",
             "in \"flows / rtt\", column 7: cannot divide the number 4 by the time 100us"},
            {"1500B / capacity",
             "in \"1500B / capacity\", column 7: cannot divide the size 1500B by the rate 10Gbps"},
            {"rtt % 3",
             "in \"rtt % 3\", column 5: cannot take the remainder of the time 100us over the "
             "number 3"},
            {"rtt < 1",
             "in \"rtt < 1\", column 5: cannot compare the time 100us with the number 1"},
            {"rtt > 1",
             "in \"rtt > 1\", column 5: cannot compare the time 100us with the number 1"},
            {"aqm == 1",
             "in \"aqm == 1\", column 5: cannot compare the text \"codel\" with the number 1"},
            {"aqm != true",
             "in \"aqm != true\", column 5: cannot compare the text \"codel\" with true"},
            {"rtt == capacity",
             "in \"rtt == capacity\", column 5: cannot compare the time 100us with the rate "
             "10Gbps"},
            {"aqm < 'pie'",
             "in \"aqm < 'pie'\", column 5: cannot compare the text \"codel\" with the text "
             "\"pie\""},
            {"aqm + 'x'",
             "in \"aqm + 'x'\", column 5: cannot add the text \"codel\" and the text \"x\""},
            {"-aqm", "in \"-aqm\", column 1: cannot negate the text \"codel\""},
            {"flows && ecn",
             "in \"flows && ecn\", column 7: expected a condition on the left of &&; got the "
             "number 4"},
            {"ecn and flows",
             "in \"ecn and flows\", column 5: expected a condition on the right of &&; got the "
             "number 4"},
            {"false || rtt",
             "in \"false || rtt\", column 7: expected a condition on the right of ||; got the time "
             "100us"},
            {"!flows",
             "in \"!flows\", column 1: expected a condition after \"not\"; got the number 4"},
            {"flows ? 1 : 2",
             "in \"flows ? 1 : 2\", column 7: expected a condition before ?; got the number 4"},
            {"min(rtt, 1)",
             "in \"min(rtt, 1)\", column 1: cannot compare the number 1 with the time 100us"},
            {"min('a')",
             "in \"min('a')\", column 1: cannot compare the text \"a\" with the text \"a\""},
            {"min()", "in \"min()\", column 5: expected a value; got )"},
            {"min(1", "in \"min(1\", column 6: expected \",\" or \")\"; the expression ends here"},
            {"sqrt(2)",
             "in \"sqrt(2)\", column 1: unknown function \"sqrt\"; known: \"min\", \"max\""},
            {"Max(2)", "in \"Max(2)\", column 1: unknown function \"Max\"; did you mean \"max\"?"},
            {"1 / 0", "in \"1 / 0\", column 3: division by zero"},
            {"1 % (flows - 4)", "in \"1 % (flows - 4)\", column 3: division by zero"},
            {"1 / 0 + aqm", "in \"1 / 0 + aqm\", column 3: division by zero"},
            {"1 < 2 < 3",
             "in \"1 < 2 < 3\", column 7: comparisons do not chain; write a < b && b < c"},
            {"load = 1", "in \"load = 1\", column 6: write == to compare"},
            {"ecn & ecn", "in \"ecn & ecn\", column 5: write && for and"},
            {"ecn | ecn", "in \"ecn | ecn\", column 5: write || for or"},
            {"2 ^ 3", "in \"2 ^ 3\", column 3: an expression cannot hold \"^\""},
            {"2 × 3", "in \"2 × 3\", column 3: an expression cannot hold \"×\""},
            {"'×' == ×", "in \"'×' == ×\", column 8: an expression cannot hold \"×\""},
            {"2 +", "in \"2 +\", column 4: expected a value; the expression ends here"},
            {"+2", "in \"+2\", column 1: expected a value; got +"},
            {"2 3", "in \"2 3\", column 3: expected an operator; got 3"},
            {"5% 3", "in \"5% 3\", column 4: expected an operator; got 3"},
            {"(1 + 2",
             "in \"(1 + 2\", column 7: expected an operator or \")\"; the expression ends here"},
            {"1 + 2)", "in \"1 + 2)\", column 6: expected an operator; got )"},
            {"()", "in \"()\", column 2: expected a value; got )"},
            {"ecn ? 1",
             "in \"ecn ? 1\", column 8: expected \":\" between the two sides of ?; the expression "
             "ends here"},
            {"'codel", "in \"'codel\", column 1: this text has no closing quote"},
            {"1, 2", "in \"1, 2\", column 2: expected an operator; got ,"},
            {"2 not 3", "in \"2 not 3\", column 3: expected an operator; got not"},
            {"ecn == not ecn", "in \"ecn == not ecn\", column 8: expected a value; got not"},
            {"9223372036854775806ps + 1ps", "the result is out of range for a time"},
            {"9223372036854775806ps * 2", "the result is out of range for a time"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            CHECK(Result(row.text) == row.result);
        }
    }

    TEST_CASE("length, depth and digits have limits")
    {
        CHECK(Result("1" + Repeated("+1", 499)) == "500");
        CHECK(Expression::Parse("1" + Repeated("+1", 500)).Error().message ==
              "an expression has at most 1000 characters; this one has 1001");
        CHECK(Result(Repeated("(", 64) + "1" + Repeated(")", 64)) == "1");
        CHECK(Result("0" + Repeated("+(1)", 70)) == "70");
        for (const char* opener : {"(", "-", "!", "not ", "min("})
        {
            CAPTURE(opener);
            CHECK(Expression::Parse(Repeated(opener, 65) + "1").Error().message ==
                  "more than 64 levels of brackets and signs");
        }
        CHECK(Expression::Parse(Repeated("ecn?1:", 65) + "1").Error().message ==
              "more than 64 levels of brackets and signs");
        CHECK(Expression::Parse(std::string(40, '9')).Error().message ==
              "the number 9999999999999999999999999999999999999999 has too many digits");
        CHECK(Result("1" + Repeated("*1000000000", 5))
                  .find("the result is too large or needs too many "
                        "digits to be exact") != std::string::npos);
    }

    TEST_CASE("the names that are used are known, each with its place")
    {
        const auto expression = Expression::Parse("load * max(flows, load) > 1 ? aqm : 'flows'");
        REQUIRE(expression);
        std::string names;
        for (const Expression::NameUse& use : expression->Names())
        {
            names += use.name + "@" + std::to_string(use.offset) + " ";
        }
        CHECK(names == "load@0 flows@11 load@18 aqm@30 ");
        CHECK(expression->Text() == "load * max(flows, load) > 1 ? aqm : 'flows'");
    }

    TEST_CASE("a condition must be true or false")
    {
        CHECK(*Expression::Parse("load * flows < 40")->Holds(Parameters()));
        CHECK_FALSE(*Expression::Parse("load * flows > 40")->Holds(Parameters()));
        CHECK(Expression::Parse("load * flows")->Holds(Parameters()).Error().message ==
              "expected a condition such as \"load < 0.5\"; got the number 4/3");
        CHECK(Expression::Parse("x")->Holds(Parameters()).Error().message ==
              "unknown name \"x\"; known: \"aqm\", \"capacity\", \"ecn\", \"flows\", \"half\", "
              "\"load\", \"min\", \"rtt\"");
    }

    TEST_CASE("a value from JSON is read exactly, and what looks like a quantity must be one")
    {
        CHECK(DescribeValue(*ValueFromJson(Json(0.1))) == "the number 0.1");
        CHECK(DescribeValue(*ValueFromJson(Json(18446744073709551615U))) ==
              "the number 18446744073709551615");
        CHECK(DescribeValue(*ValueFromJson(Json(-3))) == "the number -3");
        CHECK(DescribeValue(*ValueFromJson(Json("50%"))) == "the number 0.5");
        CHECK(DescribeValue(*ValueFromJson(Json("-5ms"))) == "the time -5ms");
        CHECK(DescribeValue(*ValueFromJson(Json("0.063ns/B"))) == "the time per byte 63ps/B");
        CHECK(DescribeValue(*ValueFromJson(Json("codel"))) == "the text \"codel\"");
        CHECK(DescribeValue(*ValueFromJson(Json("a1"))) == "the text \"a1\"");
        CHECK(DescribeValue(*ValueFromJson(Json(""))) == "the text \"\"");
        CHECK(DescribeValue(*ValueFromJson(Json(true))) == "true");
        CHECK(ValueFromJson(Json("10 Gbps")).Error().message ==
              "\"10 Gbps\" contains a space; write \"10Gbps\"");
        CHECK(ValueFromJson(Json(".5us")).Error().message ==
              "a digit must stand before the decimal point; write \"0.5us\"");
        CHECK(ValueFromJson(Json(1e300)).Error().message ==
              "the number 1e+300 is too large or too small to compute with");
        CHECK(ValueFromJson(Json::array()).Error().message ==
              "expected a number, a text or a boolean; got array");
        CHECK(ValueFromJson(Json()).Error().message ==
              "expected a number, a text or a boolean; got null");
    }

    TEST_CASE("no text makes the evaluator fail otherwise than by a message")
    {
        CHECK(rc::check("random expression", [] {
            const auto pieces = *rc::gen::container<std::vector<std::string>>(
                rc::gen::element<std::string>("flows",
                                              "load",
                                              "rtt",
                                              "aqm",
                                              "ecn",
                                              "1",
                                              "0.5",
                                              "10us",
                                              "5%",
                                              "%",
                                              "+",
                                              "-",
                                              "*",
                                              "/",
                                              "(",
                                              ")",
                                              "<",
                                              "==",
                                              "&&",
                                              "||",
                                              "!",
                                              " not ",
                                              "?",
                                              ":",
                                              ",",
                                              "min(",
                                              "'a'",
                                              " ",
                                              "\"",
                                              "\xC3\x97"));
            std::string text;
            for (const std::string& piece : pieces)
            {
                text += piece;
            }
            const auto expression = Expression::Parse(text);
            if (!expression)
            {
                RC_ASSERT(!expression.Error().message.empty());
                RC_ASSERT(expression.Error().offset <= text.size());
                return;
            }
            const auto value = expression->Evaluate(Parameters());
            if (!value)
            {
                RC_ASSERT(!value.Error().message.empty());
                RC_ASSERT(value.Error().offset < text.size());
            }
        }));
    }

    TEST_CASE("sums and products of whole numbers are those of C++")
    {
        CHECK(rc::check("a + b * c - d", [](int16_t a, int16_t b, int16_t c, int16_t d) {
            const auto text = [](int16_t value) { return "(" + std::to_string(value) + ")"; };
            const int64_t expected = int64_t{a} + int64_t{b} * c - d;
            RC_ASSERT(Result(text(a) + "+" + text(b) + "*" + text(c) + "-" + text(d)) ==
                      std::to_string(expected));
        }));
    }
}

TEST_CASE("paths of metrics are names up to a blank or an operator, or stand in quotes")
{
    const auto namesIn = [](std::string_view text) {
        std::string names;
        const auto expression = Expression::Parse(text, ExpressionNameStyle::MetricPaths);
        REQUIRE(expression);
        for (const Expression::NameUse& use : expression->Names())
        {
            names += use.name + "@" + std::to_string(use.offset) + " ";
        }
        return names;
    };
    CHECK(namesIn("web/flows_open == 0") == "web/flows_open@0 ");
    CHECK(namesIn("web/client[0]>server/sent_packets>=3") ==
          "web/client[0]>server/sent_packets@0 ");
    CHECK(namesIn("3 < sw-1/port[a]#2/queue/length") == "sw-1/port[a]#2/queue/length@4 ");
    CHECK(namesIn("max(a/b,c/d)+e/f*2 >= 'New York/nic/x' and not (g/h!=1)") ==
          "a/b@4 c/d@8 e/f@13 New York/nic/x@22 g/h@48 ");
    CHECK(namesIn("a/x / b/y > 1 / 2") == "a/x@0 b/y@6 ");
    CHECK(namesIn("x > 1") == "x@0 ");
    const ExpressionNames values = {{"a/x", Rational(3)}, {"b c/y", Rational(2)}};
    const auto sum = Expression::Parse("a/x + 'b c/y' == 5", ExpressionNameStyle::MetricPaths);
    REQUIRE(sum);
    CHECK(*sum->Holds(values));
}

} // namespace expression_test
