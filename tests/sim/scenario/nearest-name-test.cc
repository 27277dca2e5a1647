// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/nearest-name.h"

#include <doctest/doctest.h>

namespace nearest_name_test
{

using namespace nexsim;

TEST_SUITE("sim/scenario nearest name")
{
    TEST_CASE("the edit distance counts insertions, deletions, substitutions and swaps as one")
    {
        CHECK(EditDistance("", "") == 0);
        CHECK(EditDistance("", "abc") == 3);
        CHECK(EditDistance("abc", "") == 3);
        CHECK(EditDistance("Delay", "Delay") == 0);
        CHECK(EditDistance("Dela", "Delay") == 1);
        CHECK(EditDistance("Delayy", "Delay") == 1);
        CHECK(EditDistance("Delai", "Delay") == 1);
        CHECK(EditDistance("Dealy", "Delay") == 1);
        CHECK(EditDistance("ab", "ba") == 1);
        CHECK(EditDistance("kitten", "sitting") == 3);
        // A swapped pair is not edited again: the unrestricted distance would be 2.
        CHECK(EditDistance("ca", "abc") == 3);
    }

    TEST_CASE("the nearest name is the one with the fewest edits, case counting least")
    {
        const std::vector<std::string> names = {"Delay", "Rate", "rata", "Mtu", "Overhead"};
        CHECK(NearestName("rate", names) == "Rate");
        CHECK(NearestName("Dealy", names) == "Delay");
        CHECK(NearestName("MTU", names) == "Mtu");
        CHECK(NearestName("overhed", names) == "Overhead");
    }

    TEST_CASE("among equally near names case decides, then the common begin, then the order")
    {
        CHECK(NearestName("Gps", {"ps", "Gbps"}) == "Gbps");
        CHECK(NearestName("aqm", {"AQM", "Aqm"}) == "Aqm");
        CHECK(NearestName("codes", {"coden", "codel"}) == "coden");
        CHECK(NearestName("codes", {"codel", "coden"}) == "codel");
    }

    TEST_CASE("a name of which more than a third would have to change is not near")
    {
        CHECK_FALSE(NearestName("x", {"y"}));
        CHECK(NearestName("ab", {"ac"}) == "ac");
        CHECK(NearestName("abcd", {"abcx"}) == "abcx");
        CHECK_FALSE(NearestName("abcd", {"abxx"}));
        CHECK(NearestName("abcde", {"abcxx"}) == "abcxx");
        CHECK_FALSE(NearestName("Rate", {"Window"}));
        CHECK_FALSE(NearestName("Rate", {}));
        CHECK_FALSE(NearestName(std::string(65, 'a'), {std::string(65, 'a')}));
    }

    TEST_CASE("a suggestion names the nearest, else lists what is known when that is short")
    {
        CHECK(SuggestName("rate", {"Rate", "Delay"}) == "; did you mean \"Rate\"?");
        CHECK(SuggestName("Window", {"Rate", "Delay"}) == "; known: \"Rate\", \"Delay\"");
        CHECK(SuggestName("Window", {}).empty());
        CHECK(SuggestName("Window", std::vector<std::string>(8, "x")).size() > 10);
        CHECK(SuggestName("Window", std::vector<std::string>(9, "x")).empty());
    }

    TEST_CASE("a quotation shows control characters and is cut after 60 characters")
    {
        CHECK(Quoted("10us") == "\"10us\"");
        CHECK(Quoted("a\"b\\c\n\t\x01\x7f") == "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f\"");
        CHECK(Quoted(std::string(60, 'x')) == "\"" + std::string(60, 'x') + "\"");
        CHECK(Quoted(std::string(61, 'x')) == "\"" + std::string(60, 'x') + "...\"");
        std::string accents;
        for (int i = 0; i < 60; ++i)
        {
            accents += "\xC3\xA9";
        }
        CHECK(Quoted(accents) == "\"" + accents + "\"");
    }
}

} // namespace nearest_name_test
