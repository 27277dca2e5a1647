// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/grammar-page.h"
#include "sim/scenario/scenario-keys.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <stdexcept>

namespace grammar_page_test
{

using namespace nexsim;

TEST_SUITE("sim/reference/grammar-page")
{
    TEST_CASE("every key is on the page with what it takes, its default, meaning and example")
    {
        const std::string page = GrammarPage();
        for (const GrammarSection& section : Grammar())
        {
            CAPTURE(section.title);
            CHECK(page.find("## " + section.title + "\n\n" + section.about) != std::string::npos);
            std::set<std::string> names;
            for (const GrammarKey& key : section.keys)
            {
                CAPTURE(key.name);
                CHECK(names.insert(key.name).second);
                CHECK(page.find("| `" + key.name + "` | " + Takes(key) + " |") !=
                      std::string::npos);
                CHECK(!Takes(key).empty());
                CHECK(key.meaning.size() > 5);
                CHECK(key.meaning.back() == '.');
                CHECK(nlohmann::json::accept(key.example));
                CHECK((key.form == Form::Word) == !key.words.empty());
            }
        }
    }

    TEST_CASE("the keys of a scenario that the loader knows are on the page")
    {
        const std::string page = GrammarPage();
        for (const std::string& key : ScenarioKeys())
        {
            CAPTURE(key);
            CHECK(page.find("| `" + key + "` |") != std::string::npos);
        }
    }

    TEST_CASE("what a key takes is said with units and range")
    {
        CHECK(Takes(KeyOf(GrammarPart::Limits, "wall")) == "a time, 1s to 1200h");
        CHECK(Takes(KeyOf(GrammarPart::Limits, "memory")) == "a size of at least 1MB");
        CHECK(Takes(KeyOf(GrammarPart::Traffic, "Load")) == "a number, or a ratio, 1ppm to 10000%");
        CHECK(Takes(KeyOf(GrammarPart::Ties, "policy")) == "fifo, seeded");
        CHECK_THROWS_AS(KeyOf(GrammarPart::Ties, "polcy"), std::logic_error);
    }
}

} // namespace grammar_page_test
