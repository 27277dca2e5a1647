// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-reader.h"
#include "tests/sim/scenario/malformed-table.h"

#include <doctest/doctest.h>

using namespace nexsim;

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
            std::string said;
            for (const Diagnostic& diagnostic : diagnostics.Sorted())
            {
                said += ToString(diagnostic).substr(2) + "\n";
            }
            CHECK(said == one.messages);
        }
    }
}
