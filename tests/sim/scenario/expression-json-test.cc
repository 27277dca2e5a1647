// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-json.h"

#include <doctest/doctest.h>

#include <string>

namespace expression_json_test
{

using namespace nexsim;

namespace
{

/// The document with its expressions resolved, then what is said.
std::string
Resolved(const std::string& text)
{
    const std::vector<ParameterValue> parameters = {
        {"flows", "4", Rational(4), 4},
        {"rate", "10Gbps", ExactQuantity{Dimension::Rate, 10'000'000'000}, "10Gbps"},
        {"aqm",
         "codel",
         std::string("codel"),
         Json::parse(R"({"type": "CoDel", "Limit": {"$": "flows * 8p"}})")},
        {"self", "x", std::string("x"), Json::parse(R"({"again": {"$": "self"}})")}};
    Diagnostics diagnostics;
    auto document = ReadJsonText(text, "s", diagnostics);
    REQUIRE(document);
    const SourceMap sources(*document);
    Json json = document->value;
    ResolveExpressions(json, "", parameters, sources, diagnostics);
    return json.dump() + diagnostics.Print();
}

} // namespace

TEST_SUITE("sim/scenario expressions in a document")
{
    TEST_CASE("an expression gives way to its value wherever it stands")
    {
        CHECK(
            Resolved(
                R"({"a": {"$": "flows * 2"}, "b": [1, {"$": "rate / flows"}], "c": {"$": "flows > 3"}})") ==
            R"({"a":8,"b":[1,"2.5Gbps"],"c":true})");
        CHECK(Resolved(R"({"$": "flows"})") == "4");
        CHECK(Resolved(R"({"a": "flows", "b": {"c": "$"}})") == R"({"a":"flows","b":{"c":"$"}})");
    }

    TEST_CASE("a name alone stands for the parameter's JSON, in a comparison for its label")
    {
        CHECK(Resolved(R"({"Queue": {"$": "aqm"}})") ==
              R"({"Queue":{"type":"CoDel","Limit":"32p"}})");
        CHECK(Resolved(R"({"x": {"$": "aqm == 'codel' ? 1 : 2"}})") == R"({"x":1})");
        CHECK(Resolved(R"({"x": {"$": "rate"}})") == R"({"x":"10Gbps"})");
    }

    TEST_CASE("errors name the place and the rest is resolved")
    {
        CHECK(Resolved("{\"a\": {\"$\": \"flws\"},\n \"b\": {\"$\": \"flows\"}, \"c\": {\"$\": \"1 "
                       "+\"},\n \"d\": {\"$\": 5}, \"e\": {\"$\": \"1\", \"f\": 2}}") ==
              R"({"a":{"$":"flws"},"b":4,"c":{"$":"1 +"},"d":{"$":5},"e":{"$":"1","f":2}})"
              "s:1:13: error: /a/$: in \"flws\", column 1: unknown name \"flws\"; did you mean "
              "\"flows\"?\n"
              "s:2:34: error: /c/$: in \"1 +\", column 4: expected a value; the expression ends "
              "here\n"
              "s:3:13: error: /d/$: expected an expression in double quotes such as \"load * "
              "10Gbps\"; got 5\n"
              "s:3:33: error: /e/f: an expression {\"$\": ...} has no other key; got \"f\"\n");
        CHECK(Resolved(R"({"a": {"$": "rate * 1000000000"}})") ==
              R"({"a":{"$":"rate * 1000000000"}})"
              "s:1:13: error: /a/$: in \"rate * 1000000000\", column 1: the result is out of range "
              "for a rate\n");
    }

    TEST_CASE("an object that holds its own parameter is refused")
    {
        CHECK(Resolved(R"({"a": {"$": "self"}})")
                  .find("error: /a/again/again/again/again/again/again/again/again: the parameter "
                        "\"self\" stands for an object that holds it again") != std::string::npos);
    }
}

} // namespace expression_json_test
