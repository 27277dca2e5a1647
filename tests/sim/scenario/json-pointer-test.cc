// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-pointer.h"

#include <doctest/doctest.h>

namespace json_pointer_test
{

using namespace nexsim;

TEST_SUITE("sim/scenario JSON Pointer")
{
    TEST_CASE("names are escaped and unescaped as RFC 6901 says")
    {
        CHECK(ChildPointer("", "nodes") == "/nodes");
        CHECK(ChildPointer("/links", std::size_t{12}) == "/links/12");
        CHECK(ChildPointer("/series", "server/nic~1") == "/series/server~1nic~01");

        const auto parts = SplitPointer("/series/server~1nic~01//x");
        REQUIRE(parts);
        CHECK(*parts == std::vector<std::string>{"series", "server/nic~1", "", "x"});
        CHECK(SplitPointer("")->empty());
        CHECK(*SplitPointer("/") == std::vector<std::string>{""});
    }

    TEST_CASE("a parent is the pointer without its last part")
    {
        CHECK(ParentPointer("/a/b~1c") == "/a");
        CHECK(ParentPointer("/a") == "");
        CHECK(ParentPointer("") == "");
    }

    TEST_CASE("what is no pointer is refused with the place")
    {
        const auto bare = SplitPointer("traffic/web");
        REQUIRE_FALSE(bare);
        CHECK(bare.Error().message ==
              "a JSON Pointer begins with /; got \"traffic/web\", write \"/traffic/web\"");
        for (const char* text : {"/a~", "/a~2b", "/a/~x"})
        {
            CAPTURE(text);
            const auto parts = SplitPointer(text);
            REQUIRE_FALSE(parts);
            CHECK(parts.Error().message ==
                  "in the JSON Pointer \"" + std::string(text) +
                      "\" a ~ must be written ~0 and a / inside a name ~1");
            CHECK(parts.Error().offset == std::string(text).find('~'));
        }
    }
}

} // namespace json_pointer_test
