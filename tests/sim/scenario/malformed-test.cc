// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-reader.h"
#include "sim/scenario/scenario-loader.h"
#include "tests/sim/scenario/malformed-table.h"

#include <doctest/doctest.h>

namespace malformed_test
{

using namespace nexsim;

namespace
{

std::string
Said(const Diagnostics& diagnostics)
{
    std::string said;
    for (const Diagnostic& diagnostic : diagnostics.Sorted())
    {
        said += ToString(diagnostic).substr(2) + "\n";
    }
    return said;
}

std::optional<ExperimentPlan>
Load(const MalformedCase& one, Diagnostics& diagnostics)
{
    const FileFinder files(
        {"scenarios/data/captures", "scenarios/data/flow-sizes", "tests/sim/topology/graphml"});
    return LoadScenarioText(one.text, "s", files, {}, diagnostics);
}

} // namespace

TEST_SUITE("sim/scenario malformed scenarios")
{
    TEST_CASE("a text that is not strict JSON gets exactly these messages")
    {
        const auto cases = ReadMalformedTable("syntax");
        REQUIRE(cases.size() >= 30);
        for (const MalformedCase& one : cases)
        {
            CAPTURE(one.title);
            Diagnostics diagnostics;
            ReadJsonText(one.text, "s", diagnostics);
            CHECK(Said(diagnostics) == one.messages);
        }
    }

    TEST_CASE("a scenario that is JSON but cannot run gets exactly these messages")
    {
        const auto cases = ReadMalformedTable("scenario");
        REQUIRE(cases.size() >= 50);
        for (const MalformedCase& one : cases)
        {
            CAPTURE(one.title);
            Diagnostics diagnostics;
            CHECK(!Load(one, diagnostics));
            CHECK(Said(diagnostics) == one.messages);
        }
    }

    TEST_CASE("the loader makes no plan of any text that is not strict JSON")
    {
        for (const MalformedCase& one : ReadMalformedTable("syntax"))
        {
            CAPTURE(one.title);
            Diagnostics diagnostics;
            CHECK(!Load(one, diagnostics));
            CHECK(diagnostics.HasErrors());
        }
    }
}

} // namespace malformed_test
