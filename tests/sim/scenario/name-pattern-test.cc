// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/name-index.h"
#include "sim/scenario/name-pattern.h"

#include <doctest/doctest.h>

namespace name_pattern_test
{

using namespace nexsim;

namespace
{

using Names = std::vector<std::string>;
using Positions = std::vector<std::size_t>;

NameIndex
Index(const Names& names)
{
    NameIndex index("node");
    for (const std::string& name : names)
    {
        REQUIRE(index.Add(name));
    }
    return index;
}

} // namespace

TEST_SUITE("sim/scenario names and selectors")
{
    TEST_CASE("a key stands for its names in order")
    {
        CHECK(*ExpandKey("sw") == Names{"sw"});
        CHECK(*ExpandKey("c[2]") == Names{"c[2]"});
        CHECK(*ExpandKey("c[9..11]") == Names{"c[9]", "c[10]", "c[11]"});
        CHECK(*ExpandKey("b, a[0..1] ,c") == Names{"b", "a[0]", "a[1]", "c"});
        CHECK(*ExpandKey("New York, Z\xc3\xbcrich#2, a.b-c_d") ==
              Names{"New York", "Z\xc3\xbcrich#2", "a.b-c_d"});
        CHECK(ExpandKey("c[7..7]")->size() == 1);
        CHECK(ExpandKey("c[4294967295]")->front() == "c[4294967295]");
    }

    TEST_CASE("what cannot be a name says where and why")
    {
        const std::vector<std::pair<std::string, std::size_t>> wrong = {
            {"", 0},         {"a,,b", 2},    {"a, ", 3},     {"a/b", 1},
            {"a[", 1},       {"a[]", 1},     {"a[1", 1},     {"a[1]b", 1},
            {"a[1][2]", 1},  {"a[-1]", 1},   {"a[1..]", 1},  {"a[..1]", 1},
            {"a[1...3]", 1}, {"a[01]", 1},   {"a[1, 2]", 1}, {"a[4294967296]", 1},
            {"a[2..1]", 1},  {"x, b]", 4},   {"[1]", 0},     {"a\tb", 1},
            {"a\"b", 1},     {"a*", 1},      {".", 0},       {"x, ..", 3},
            {"a\x7f", 1},    {"a[*..2]", 1}, {"a\\b", 1},
        };
        for (const auto& entry : wrong)
        {
            CAPTURE(entry.first);
            const auto patterns = ParseNamePatterns(entry.first);
            REQUIRE(!patterns);
            CHECK(patterns.Error().offset == entry.second);
        }
        CHECK(!ExpandKey("c[*]"));
        CHECK(!ParsePlainName("c[0]"));
        CHECK(!ParsePlainName(" c"));
        CHECK(!ParsePlainName("c "));
        CHECK(*ParsePlainName("a c") == "a c");
    }

    TEST_CASE("a name has at most 200 bytes, and a text stands for at most a million names")
    {
        CHECK(ExpandKey(std::string(200, 'n')));
        CHECK(!ExpandKey(std::string(201, 'n')));
        CHECK(ParseNamePatterns("a[1..1000000]"));
        CHECK(!ParseNamePatterns("a[0..1000000]"));
        CHECK(!ParseNamePatterns("a[1..600000], b[1..600000]"));
        CHECK(!ParseNamePatterns("a[0..4294967295]"));
    }

    TEST_CASE("a number ends a name only in plain brackets")
    {
        CHECK(SplitName("c[10]").base == "c");
        CHECK(SplitName("c[10]").number == 10);
        for (const char* plain : {"c", "c[x]", "c[01]", "[3]", "c[3]d", "c[]"})
        {
            CHECK(SplitName(plain).base == plain);
            CHECK(!SplitName(plain).number);
        }
    }

    TEST_CASE("selectors give positions in their own order, [*] by number")
    {
        const NameIndex index = Index({"c[10]", "sw", "c[2]", "d", "c[0]"});
        CHECK(*index.Select("sw") == Positions{1});
        CHECK(*index.Select("c[*]") == Positions{4, 2, 0});
        CHECK(*index.Select("d, c[*],sw") == Positions{3, 4, 2, 0, 1});
        CHECK(*index.Select("c[10]") == Positions{0});
        CHECK(*index.Find("d") == 3);
        CHECK(!index.Find("c"));
        CHECK(index.NameAt(2) == "c[2]");
    }

    TEST_CASE("a selector that misses anything, or takes anything twice, is an error")
    {
        const NameIndex index = Index({"client[0]", "client[1]", "server", "one[3]"});
        const auto message = [&](const char* selector) {
            const auto selected = index.Select(selector);
            REQUIRE(!selected);
            return selected.Error().message;
        };
        CHECK(message("sever") == "no node is called \"sever\"; did you mean \"server\"?");
        CHECK(message("client[2]") ==
              "no node is called \"client[2]\"; there are \"client[0..1]\"");
        CHECK(message("client[0..2]") ==
              "no node is called \"client[2]\"; there are \"client[0..1]\"");
        CHECK(message("client") == "no node is called \"client\"; there are \"client[0..1]\"");
        CHECK(message("server[*]") == "no node is called \"server[*]\"; did you mean \"server\"?");
        CHECK(message("one[4]") == "no node is called \"one[4]\"; there are \"one[3..3]\"");
        CHECK(message("client[*], client[1]") ==
              "\"client[*], client[1]\" selects the node \"client[1]\" twice");
    }

    TEST_CASE("a name is added once")
    {
        NameIndex index = Index({"a"});
        CHECK(!index.Add("a"));
        CHECK(index.Size() == 1);
    }
}

} // namespace name_pattern_test
