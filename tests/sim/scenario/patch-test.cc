// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/patch.h"

#include <doctest/doctest.h>

#include <string>

namespace patch_test
{

using namespace nexsim;

namespace
{

Json
Scenario()
{
    return Json::parse(R"({
        "duration": "10ms",
        "nodes": {"server": {"type": "Host", "a/b": 1}, "client[0..3]": {"type": "Host"}},
        "links": [
            {"between": ["a", "b"], "Rate": "1Gbps"},
            {"name": "up", "between": ["b", "c"], "Rate": "2Gbps"},
            {"name": "2", "between": ["c", "d"], "Rate": "3Gbps"},
            {"name": "twin"}, {"name": "twin"}
        ]})");
}

/// Where the pointer leads, or why it does not.
std::string
Located(std::string_view pointer)
{
    const auto located = LocatePointer(Scenario(), pointer);
    return located ? *located : located.Error().message;
}

} // namespace

TEST_SUITE("sim/scenario patch")
{
    TEST_CASE("a pointer leads to values by key, by number and by name")
    {
        CHECK(Located("/duration") == "/duration");
        CHECK(Located("/nodes/server/type") == "/nodes/server/type");
        CHECK(Located("/nodes/server/a~1b") == "/nodes/server/a~1b");
        CHECK(Located("/nodes/client[0..3]/type") == "/nodes/client[0..3]/type");
        CHECK(Located("/links/0/Rate") == "/links/0/Rate");
        CHECK(Located("/links/up/Rate") == "/links/1/Rate");
        CHECK(Located("/links/up") == "/links/1");
        CHECK(Located("/links/0/between/1") == "/links/0/between/1");
        // A name counts before a number.
        CHECK(Located("/links/2/Rate") == "/links/2/Rate");
        CHECK(Located("/links/4") == "/links/4");
    }

    TEST_CASE("the last part may be a new key of an object, nothing else may be new")
    {
        CHECK(Located("/seed") == "/seed");
        CHECK(Located("/links/up/Delay") == "/links/1/Delay");
        CHECK(
            Located("/nodes/server/Nic/RxRing") ==
            "\"/nodes/server/Nic/RxRing\" leads nowhere: \"/nodes/server\" has no \"Nic\"; known: "
            "\"type\", \"a/b\"");
        CHECK(Located("/node/server") == "\"/node/server\" leads nowhere: the document has no "
                                         "\"node\"; did you mean \"nodes\"?");
        CHECK(Located("/links/upp/Rate") == "\"/links/upp/Rate\" leads nowhere: \"/links\" has no "
                                            "element named \"upp\"; did you mean "
                                            "\"up\"?");
        CHECK(Located("/links/down") == "\"/links/down\" leads nowhere: \"/links\" has no element "
                                        "named \"down\"; known: \"up\", "
                                        "\"2\", \"twin\", \"twin\"");
        CHECK(Located("/links/5") ==
              "\"/links/5\" leads nowhere: \"/links\" has no element 5; it has 5, counted from 0");
        CHECK(Located("/links/-") == "\"/links/-\" leads nowhere: \"/links\" has no element named "
                                     "\"-\"; known: \"up\", \"2\", "
                                     "\"twin\", \"twin\"");
        CHECK(Located("/links/01") ==
              "\"/links/01\" leads nowhere: \"/links\" has no element named \"01\"; known: \"up\", "
              "\"2\", \"twin\", \"twin\"");
        CHECK(Located("/links/twin/Rate") ==
              "\"/links/twin/Rate\" leads nowhere: \"/links\" has 2 elements named \"twin\"");
        CHECK(Located("/duration/x") ==
              "\"/duration/x\" leads nowhere: \"/duration\" is \"10ms\" and holds no \"x\"");
        CHECK(Located("") ==
              "an empty JSON Pointer means the whole document, which cannot be replaced");
        CHECK(Located("links/up") ==
              "a JSON Pointer begins with /; got \"links/up\", write \"/links/up\"");
    }

    TEST_CASE("a patch puts its value in place of what was there, or as a new key at the end")
    {
        Json document = Scenario();
        const auto located = ApplyPatch(document, "/links/up/Rate", "40Gbps");
        REQUIRE(located);
        CHECK(*located == "/links/1/Rate");
        CHECK(document["links"][1].dump() ==
              R"({"name":"up","between":["b","c"],"Rate":"40Gbps"})");
        REQUIRE(ApplyPatch(document, "/links/up/Delay", Json::array({1})));
        CHECK(document["links"][1].dump() ==
              R"({"name":"up","between":["b","c"],"Rate":"40Gbps","Delay":[1]})");
        REQUIRE(ApplyPatch(document, "/links/0", nullptr));
        CHECK(document["links"][0].is_null());
        REQUIRE(ApplyPatch(document, "/nodes/server/a~1b", 2));
        CHECK(document["nodes"]["server"]["a/b"] == 2);
    }

    TEST_CASE("a patch that fails leaves the document alone")
    {
        Json document = Scenario();
        CHECK_FALSE(ApplyPatch(document, "/links/upp/Rate", "40Gbps"));
        CHECK_FALSE(ApplyPatch(document, "/x/y", 1));
        CHECK(document == Scenario());
    }
}

TEST_SUITE("sim/scenario --set")
{
    TEST_CASE("a value is JSON where it reads as JSON, else a text")
    {
        struct Row
        {
            const char* argument;
            const char* pointer;
            const char* json;
        };

        const Row rows[] = {
            {"/seed=3", "/seed", "3"},
            {"/duration=10ms", "/duration", "\"10ms\""},
            {"/name=\"3\"", "/name", "\"3\""},
            {"/where=load==0.5", "/where", "\"load==0.5\""},
            {"/measure/packets=true", "/measure/packets", "true"},
            {"/x=[1, \"a\"]", "/x", "[1,\"a\"]"},
            {"/x={\"type\": \"Fifo\"}", "/x", "{\"type\":\"Fifo\"}"},
            {"/x=", "/x", "\"\""},
            {"/x=-0.5", "/x", "-0.5"},
            {"/x=007", "/x", "\"007\""},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.argument);
            Diagnostics diagnostics;
            const auto assignment = ReadAssignment(row.argument, diagnostics);
            REQUIRE(assignment);
            CHECK(diagnostics.Print() == "");
            CHECK(assignment->pointer == row.pointer);
            CHECK(assignment->value.value.dump() == row.json);
            CHECK(assignment->value.file == "--set " + std::string(row.argument));
        }
    }

    TEST_CASE("an argument that is no assignment is refused with what to write")
    {
        struct Row
        {
            const char* argument;
            const char* message;
        };

        const Row rows[] = {
            {"/seed",
             "--set /seed: error: expected /pointer=value such as /duration=10ms, or "
             "/parameters/load=0.5 for a parameter\n"},
            {"load=0.5",
             "--set load=0.5: error: expected /pointer=value such as /duration=10ms, or "
             "/parameters/load=0.5 for a parameter\n"},
            {"=1",
             "--set =1: error: expected /pointer=value such as /duration=10ms, or "
             "/parameters/load=0.5 for a parameter\n"},
            {"/a~b=1",
             "--set /a~b=1: error: in the JSON Pointer \"/a~b\" a ~ must be written ~0 and a / "
             "inside a name ~1\n"},
            {"/x={\"a\":1,}",
             "--set /x={\"a\":1,}:1:7: error: a comma before \"}\" is not allowed; remove it\n"},
            {"/x=[01]", "--set /x=[01]:1:2: error: a number has no leading zeros; got 01\n"},
            {"/x={\"a\":1,\"a\":2}",
             "--set /x={\"a\":1,\"a\":2}:1:8: error: /a: duplicate key \"a\"; line 1, column 2 has "
             "it "
             "already\n"},
            {"/x=0.12345678901234567890",
             "--set /x=0.12345678901234567890:1:1: error: the number 0.12345678901234567890 has "
             "more "
             "digits than can be kept; write at most 15\n"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.argument);
            Diagnostics diagnostics;
            ReadAssignment(row.argument, diagnostics);
            CHECK(diagnostics.Print() == row.message);
        }
    }
}

} // namespace patch_test
