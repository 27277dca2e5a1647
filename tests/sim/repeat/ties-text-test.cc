// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/ties-text.h"
#include "sim/scenario/scenario-loader.h"
#include "tests/sim/repeat/finish.h"

#include <doctest/doctest.h>

namespace ties_text_test
{

using namespace nexsim;

namespace
{

bool
Has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("ties that the policy decided come first, with what to sweep")
{
    const std::string text =
        ToText(TiesRecord{"seeded", 7, {{"sw/port[a]/queue", 0, 12}, {"sw/buffer", 5, 1}}});
    CHECK(Has(text, "policy seeded, seed 7\n"));
    CHECK(text.find("sw/buffer") < text.find("sw/port[a]/queue"));
    CHECK(Has(text, R"("seed": { "$": "tie_seed" })"));
}

TEST_CASE("what the text says to write makes one run per tie seed")
{
    const std::string text = ToText(TiesRecord{"fifo", 0, {{"sw/buffer", 5, 1}}});
    std::string scenario = test::kFunnel;
    const size_t keys = text.find("  \"parameters\"");
    REQUIRE(keys != std::string::npos);
    scenario.insert(scenario.find("\"nodes\""), text.substr(keys) + ",");
    Diagnostics diagnostics;
    const auto plan = LoadScenarioText(scenario, "s", FileFinder({}), {}, diagnostics);
    CHECK(diagnostics.Print().empty());
    REQUIRE(plan);
    CHECK(plan->runs.size() == 10);
    CHECK(plan->configurations[0].document != plan->configurations[9].document);
}

TEST_CASE("where priorities decided, or nothing met, no sweep is asked for")
{
    const std::string decided = ToText(TiesRecord{"fifo", 0, {{"sw/port[a]/queue", 0, 12}}});
    CHECK(Has(decided, "12"));
    CHECK(Has(decided, "decided them all"));
    CHECK_FALSE(Has(decided, "tie_seed"));
    const std::string none = ToText(TiesRecord{"fifo", 0, {}});
    CHECK(Has(none, "the policy changes nothing"));
    CHECK_FALSE(Has(none, "tie_seed"));
}

} // namespace ties_text_test
