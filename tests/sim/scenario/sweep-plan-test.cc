// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/parameters.h"
#include "sim/scenario/sweep-plan.h"

#include <doctest/doctest.h>

#include <string>

namespace sweep_plan_test
{

using namespace nexsim;

namespace
{

/// The points that a scenario sweeps over, one per line, or what is said instead.
std::string
Swept(const std::string& text)
{
    Diagnostics diagnostics;
    const auto document = ReadJsonText(text, "s", diagnostics);
    REQUIRE(document);
    const SourceMap sources(*document);
    const auto axes = ReadSweep(document->value, sources, diagnostics);
    if (!axes)
    {
        return diagnostics.Print();
    }
    const auto points = SelectPoints(SweepPoints(*axes), document->value, sources, diagnostics);
    if (!points)
    {
        return diagnostics.Print();
    }
    std::string result = diagnostics.Print();
    for (const SweepPoint& point : *points)
    {
        for (const ParameterValue& value : point)
        {
            result += (&value == &point.front() ? "" : " ") + value.name + "=" + value.label;
        }
        result += "\n";
    }
    return result;
}

std::string
Parameters(const std::string& text, const std::vector<ParameterValue>& point = {})
{
    Diagnostics diagnostics;
    const auto document = ReadJsonText(text, "s", diagnostics);
    REQUIRE(document);
    const SourceMap sources(*document);
    const auto values =
        ReadParameters(document->value.value("parameters", Json()), point, sources, diagnostics);
    std::string result = diagnostics.Print();
    CHECK(values.has_value() == result.empty());
    for (const ParameterValue& value : values.value_or(std::vector<ParameterValue>()))
    {
        result += value.name + "=" + value.label + "=" + value.json.dump() + " ";
    }
    return result;
}

struct Row
{
    const char* text;
    const char* result;
};

} // namespace

TEST_SUITE("sim/scenario parameters")
{
    TEST_CASE("parameters have their values, or those of expressions over earlier ones")
    {
        CHECK(Parameters(R"({"parameters": {"flows": 4, "rate": "10Gbps", "half": {"$": "rate / 2"},
              "name": "x", "ecn": true, "share": {"$": "1 / flows"}, "again": {"$": "name"}}})") ==
              "flows=4=4 rate=10Gbps=\"10Gbps\" half=5Gbps=\"5Gbps\" name=x=\"x\" ecn=true=true "
              "share=0.25=0.25 again=x=\"x\" ");
        CHECK(Parameters("{}") == "");
        CHECK(Parameters(R"({"parameters": {}})") == "");
    }

    TEST_CASE("the point's values come first, and what only the sweep names follows")
    {
        const std::vector<ParameterValue> point = {
            {"aqm", "codel", std::string("codel"), Json::object()},
            {"flows", "16", Rational(16), 16}};
        CHECK(Parameters(R"({"parameters": {"flows": 4, "double": {"$": "2 * flows"}}})", point) ==
              "flows=16=16 double=32=32 aqm=codel={} ");
    }

    TEST_CASE("a bad parameter is refused where it stands")
    {
        const Row rows[] = {
            {R"({"parameters": [1]})",
             "s:1:16: error: /parameters: expected an object of named values; got an array\n"},
            {R"({"parameters": {"rx-ring": 1}})",
             "s:1:17: error: /parameters/rx-ring: the name of a parameter is made of letters, "
             "digits and _, and begins with no digit; got \"rx-ring\"\n"},
            {R"({"parameters": {"2x": 1}})",
             "s:1:17: error: /parameters/2x: the name of a parameter is made of letters, digits "
             "and _, and begins with no digit; got \"2x\"\n"},
            {R"({"parameters": {"": 1}})",
             "s:1:17: error: /parameters/: the name of a parameter is made of letters, digits and "
             "_, and begins with no digit; got \"\"\n"},
            {R"({"parameters": {"not": 1}})",
             "s:1:17: error: /parameters/not: \"not\" has a meaning in expressions and cannot name "
             "a parameter\n"},
            {R"({"parameters": {"variant": 1}})",
             "s:1:17: error: /parameters/variant: \"variant\" is a column of every table and "
             "cannot name a parameter\n"},
            {R"({"parameters": {"x": {"a": 1}}})",
             "s:1:22: error: /parameters/x: expected a number, a quantity, a text, true or false; "
             "got an object\n"},
            {R"({"parameters": {"x": [1]}})",
             "s:1:22: error: /parameters/x: expected a number, a quantity, a text, true or false; "
             "got an array\n"},
            {R"({"parameters": {"x": null}})",
             "s:1:22: error: /parameters/x: expected a number, a quantity, a text, true or false; "
             "got null\n"},
            {R"({"parameters": {"x": "10 us"}})",
             "s:1:22: error: /parameters/x: \"10 us\" contains a space; write \"10us\"\n"},
            {R"({"parameters": {"x": {"$": "y"}, "y": 1}})",
             "s:1:28: error: /parameters/x/$: in \"y\", column 1: unknown name \"y\"\n"},
            {R"({"parameters": {"x": {"$": "x"}}})",
             "s:1:28: error: /parameters/x/$: in \"x\", column 1: unknown name \"x\"\n"},
            {R"({"parameters": {"x": {"$": 1}}})",
             "s:1:28: error: /parameters/x/$: expected an expression in double quotes such as "
             "\"load * 10Gbps\"; got 1\n"},
            {R"({"parameters": {"x": {"$": "1", "unit": "s"}}})",
             "s:1:33: error: /parameters/x/unit: an expression {\"$\": ...} has no other key; got "
             "\"unit\"\n"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            CHECK(Parameters(row.text) == row.result);
        }
    }
}

TEST_SUITE("sim/scenario sweep plan")
{
    TEST_CASE("points are all combinations in the order of the file, the last parameter fastest")
    {
        const Row rows[] = {
            {"{}", "\n"},
            {R"({"sweep": {}})", "\n"},
            {R"({"parameters": {"flows": 4, "load": 0.5},
                 "sweep": {"load": [0.1, 0.9], "flows": [4, 16, 64]}})",
             "load=0.1 flows=4\nload=0.1 flows=16\nload=0.1 flows=64\n"
             "load=0.9 flows=4\nload=0.9 flows=16\nload=0.9 flows=64\n"},
            {R"({"parameters": {"load": 0.5}, "sweep": {"load": {"from": 0.1, "to": 0.9, "step": 0.2}}})",
             "load=0.1\nload=0.3\nload=0.5\nload=0.7\nload=0.9\n"},
            {R"({"parameters": {"n": 0}, "sweep": {"n": {"from": 3, "to": -1, "step": -2}}})",
             "n=3\nn=1\nn=-1\n"},
            {R"({"parameters": {"n": 0}, "sweep": {"n": {"from": 3, "to": 3, "step": 1}}})",
             "n=3\n"},
            {R"({"parameters": {"gap": "0us"}, "sweep": {"gap": {"from": "0us", "to": "1ms", "step": "500us"}}})",
             "gap=0s\ngap=500us\ngap=1ms\n"},
            {R"({"parameters": {"load": 0}, "sweep": {"load": ["50%", 0.75]}})",
             "load=0.5\nload=0.75\n"},
            {R"({"parameters": {"on": true}, "sweep": {"on": [true, false]}})",
             "on=true\non=false\n"},
            {R"({"sweep": {"aqm": {"codel": {"type": "CoDel"}, "pie": {}}}})",
             "aqm=codel\naqm=pie\n"},
            {R"({"parameters": {"a": 1, "b": 1, "c": 1},
                 "sweep": {"a": [1, 2], "c": [7, 8], "b": [10, 20]}, "zip": [["b", "a"]]})",
             "a=1 b=10 c=7\na=1 b=10 c=8\na=2 b=20 c=7\na=2 b=20 c=8\n"},
            {R"({"parameters": {"flows": 4, "load": 0.5, "limit": 8},
                 "sweep": {"flows": [4, 16], "load": [0.4, 0.6]}, "where": "load * flows < limit"})",
             "flows=4 load=0.4\nflows=4 load=0.6\nflows=16 load=0.4\n"},
            {R"({"sweep": {"aqm": {"codel": {}, "pie": {}}}, "where": "aqm != 'pie'"})",
             "aqm=codel\n"},
            {R"({"parameters": {"n": 1}, "sweep": {"n": {"from": 0, "to": 1, "step": 0.3}}})",
             "s:1:59: warning: /sweep/n/to: 1 is not among the values; the last one is 0.9\n"
             "n=0\nn=0.3\nn=0.6\nn=0.9\n"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            CHECK(Swept(row.text) == row.result);
        }
    }

    TEST_CASE("a bad sweep is refused where it stands")
    {
        const Row rows[] = {
            {R"({"sweep": [1]})",
             "s:1:11: error: /sweep: expected an object of parameters such as {\"flows\": [4, "
             "16]}; got an array\n"},
            {R"({"parameters": {"flows": 4}, "sweep": {"flow": [1]}})",
             "s:1:40: error: /sweep/flow: \"parameters\" has no \"flow\" to sweep over; did you "
             "mean \"flows\"?\n"},
            {R"({"sweep": {"flows": {"from": 1, "to": 2, "step": 1}}})",
             "s:1:12: error: /sweep/flows: \"parameters\" has no \"flows\" to sweep over\n"},
            {R"({"sweep": {"a-b": {"x": 1}}})",
             "s:1:12: error: /sweep/a-b: the name of a parameter is made of letters, digits and _, "
             "and begins with no digit; got \"a-b\"\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": 5}})",
             "s:1:41: error: /sweep/n: expected a list, a range {\"from\", \"to\", \"step\"} or "
             "labelled values; got 5\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": []}})",
             "s:1:41: error: /sweep/n: a sweep needs at least one value\n"},
            {R"({"sweep": {"n": {}}})",
             "s:1:17: error: /sweep/n: a sweep needs at least one value\n"},
            {R"({"sweep": {"n": {"": 1}}})", "s:1:18: error: /sweep/n/: a label cannot be empty\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": [4, "4us"]}})",
             "s:1:45: error: /sweep/n/1: the parameter's default is the number 4; got the time "
             "4us\n"},
            {R"({"parameters": {"n": {"$": "4"}}, "sweep": {"n": [4, "4us"]}})",
             "s:1:54: error: /sweep/n/1: the values before are like the number 4; got the time "
             "4us\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": [0.5, 4, "50%"]}})",
             "s:1:50: error: /sweep/n/2: the value 0.5 stands here twice\n"},
            {R"({"parameters": {"n": "1us"}, "sweep": {"n": ["10 us", "1sec"]}})",
             "s:1:46: error: /sweep/n/0: \"10 us\" contains a space; write \"10us\"\ns:1:55: "
             "error: /sweep/n/1: unknown unit \"sec\"\n"},
            {R"({"parameters": {"aqm": "codel"}, "sweep": {"aqm": [{"type": "CoDel"}]}})",
             "s:1:52: error: /sweep/aqm/0: expected a number, a quantity, a text, true or false; "
             "got an object; give objects a label: {\"codel\": {...}, \"pie\": {...}}\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": [null]}})",
             "s:1:42: error: /sweep/n/0: expected a number, a quantity, a text, true or false; got "
             "null\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": {"from": 1, "to": 2}}})",
             "s:1:41: error: /sweep/n: a range needs \"step\"\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": {"from": 1, "too": 2, "step": 1}}})",
             "s:1:41: error: /sweep/n: a range needs \"to\"\ns:1:53: error: /sweep/n/too: a range "
             "has no key \"too\"; did you mean \"to\"?\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": {"from": 1, "to": 9, "step": 0}}})",
             "s:1:70: error: /sweep/n/step: from 1 to 9 cannot be reached in steps of 0\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": {"from": 1, "to": 9, "step": -1}}})",
             "s:1:70: error: /sweep/n/step: from 1 to 9 cannot be reached in steps of -1\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": {"from": 1, "to": "9us", "step": 1}}})",
             "s:1:59: error: /sweep/n/to: \"to\" must be like \"from\", which is the number 1; got "
             "the time 9us\n"},
            {R"({"parameters": {"n": "x"}, "sweep": {"n": {"from": "a", "to": "b", "step": 1}}})",
             "s:1:52: error: /sweep/n/from: a range is made of numbers or quantities; got the text "
             "\"a\"\ns:1:63: error: /sweep/n/to: a range is made of numbers or quantities; got the "
             "text \"b\"\n"},
            {R"({"parameters": {"n": 4}, "sweep": {"n": {"from": 0, "to": 10000, "step": 1}}})",
             "s:1:41: error: /sweep/n: a sweep over more than 10000 values\n"},
            {R"({"parameters": {"n": "1us"}, "sweep": {"n": {"from": 1, "to": 2, "step": 1}}})",
             "s:1:45: error: /sweep/n: the parameter's default is the time 1us; got the number "
             "1\ns:1:45: error: /sweep/n: the parameter's default is the time 1us; got the number "
             "2\n"},
            {R"({"parameters": {"a": 1, "b": 1, "c": 1}, "sweep": {"a": {"from": 1, "to": 100, "step": 1}, "b": {"from": 1, "to": 100, "step": 1}, "c": {"from": 1, "to": 11, "step": 1}}})",
             "s:1:51: error: /sweep: the sweep has more than 100000 points\n"},
            {R"({"zip": {"a": "b"}})",
             "s:1:9: error: /zip: expected lists of two or more parameters such as [[\"flows\", "
             "\"load\"]]; got an object\n"},
            {R"({"parameters": {"a": 1, "b": 1}, "sweep": {"a": [1], "b": [1]}, "zip": ["a", "b"]})",
             "s:1:73: error: /zip/0: expected lists of two or more parameters such as [[\"flows\", "
             "\"load\"]]; got \"a\"\ns:1:78: error: /zip/1: expected lists of two or more "
             "parameters such as [[\"flows\", \"load\"]]; got \"b\"\n"},
            {R"({"parameters": {"a": 1}, "sweep": {"a": [1]}, "zip": [["a"]]})",
             "s:1:55: error: /zip/0: a zip joins two or more parameters; got 1\n"},
            {R"({"parameters": {"a": 1, "bb": 1}, "sweep": {"a": [1], "bb": [1]}, "zip": [["a", "bbb"]]})",
             "s:1:81: error: /zip/0/1: \"sweep\" has no parameter \"bbb\"; did you mean \"bb\"?\n"},
            {R"({"parameters": {"a": 1, "b": 1}, "sweep": {"a": [1], "b": [1]}, "zip": [["a", "b", "a", 1]]})",
             "s:1:84: error: /zip/0/2: \"a\" is zipped twice\ns:1:89: error: /zip/0/3: expected "
             "the name of a swept parameter; got 1\n"},
            {R"({"parameters": {"a": 1, "b": 1}, "sweep": {"a": [1, 2], "b": [1]}, "zip": [["a", "b"]]})",
             "s:1:62: error: /sweep/b: zipped parameters need equally many values; \"a\" has 2, "
             "\"b\" has 1\n"},
            {R"({"where": 1})",
             "s:1:11: error: /where: expected a condition in double quotes such as \"load < 0.5\"; "
             "got 1\n"},
            {R"({"parameters": {"load": 1}, "where": "load <"})",
             "s:1:38: error: /where: in \"load <\", column 7: expected a value; the expression "
             "ends here\n"},
            {R"({"parameters": {"load": 1}, "where": "laod < 1"})",
             "s:1:38: error: /where: in \"laod < 1\", column 1: unknown name \"laod\"; did you "
             "mean \"load\"?\n"},
            {R"({"parameters": {"load": 1}, "where": "load * 2"})",
             "s:1:38: error: /where: in \"load * 2\", column 1: expected a condition such as "
             "\"load < 0.5\"; got the number 2\n"},
            {R"({"parameters": {"load": 1}, "sweep": {"load": [1, 2]}, "where": "load > 2"})",
             "s:1:65: error: /where: \"load > 2\" holds for none of the 2 sweep points\n"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            CHECK(Swept(row.text) == row.result);
        }
    }

    TEST_CASE("a list may have ten thousand values, not more")
    {
        std::string list = "0";
        for (int i = 1; i < 10'000; ++i)
        {
            list += "," + std::to_string(i);
        }
        Diagnostics diagnostics;
        const auto at = [&](const std::string& values) {
            const auto document =
                ReadJsonText("{\"parameters\": {\"n\": 1}, \"sweep\": {\"n\": [" + values + "]}}",
                             "s",
                             diagnostics);
            const auto axes = ReadSweep(document->value, SourceMap(*document), diagnostics);
            return axes ? axes->front().steps.size() : 0;
        };
        CHECK(at(list) == 10'000);
        CHECK(at(list + ",10000") == 0);
        CHECK(diagnostics.Print() ==
              "s:1:41: error: /sweep/n: a sweep over more than 10000 values\n");
    }
}

} // namespace sweep_plan_test
