// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-difference.h"

#include <doctest/doctest.h>

#include <tuple>

namespace json_difference_test
{

using namespace nexsim;

namespace
{

using Place = std::tuple<std::string, std::string, std::string>;

std::vector<Place>
Places(const char* a, const char* b)
{
    std::vector<Place> places;
    for (const JsonDifference& difference : FindDifferences(Json::parse(a), Json::parse(b)))
    {
        places.emplace_back(difference.pointer, difference.a, difference.b);
    }
    return places;
}

} // namespace

TEST_CASE("differences are named as deep as both documents go")
{
    CHECK(Places(R"({"a": [1, {"b/c": 2}]})", R"({"a": [1, {"b/c": 3}]})") ==
          std::vector<Place>{{"/a/1/b~1c", "2", "3"}});
    CHECK(Places(R"({"a": {"x": 1}})", R"({"a": [1]})") ==
          std::vector<Place>{{"/a", R"({"x":1})", "[1]"}});
    CHECK(Places("1", "1").empty());
    CHECK(Places("1", "2") == std::vector<Place>{{"", "1", "2"}});
}

TEST_CASE("what one document lacks is empty on its side")
{
    CHECK(Places(R"({"a": 1, "b": 2})", R"({"b": 2, "c": "x"})") ==
          std::vector<Place>{{"/a", "1", ""}, {"/c", "", "\"x\""}});
    CHECK(Places("[1, 2]", "[1]") == std::vector<Place>{{"/1", "2", ""}});
    CHECK(Places("[]", "[null]") == std::vector<Place>{{"/0", "", "null"}});
}

TEST_CASE("another order of the same keys is a difference of its own")
{
    CHECK(Places(R"({"n": {"a": 1, "b": 2}})", R"({"n": {"b": 2, "a": 1}})") ==
          std::vector<Place>{{"/n", "order: a first", "order: b first"}});
    CHECK(Places(R"({"a": 1, "x": 0, "b": 2})", R"({"a": 1, "b": 2})") ==
          std::vector<Place>{{"/x", "0", ""}});
}

TEST_CASE("a long value is cut")
{
    const auto places =
        Places(R"({"a": "0123456789012345678901234567890123456789012345678901234567890"})",
               R"({"a": 1})");
    REQUIRE(places.size() == 1);
    CHECK(std::get<1>(places[0]) ==
          "\"01234567890123456789012345678901234567890123456789012345...");
}

} // namespace json_difference_test
