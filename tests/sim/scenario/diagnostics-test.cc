// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/diagnostics.h"

#include <doctest/doctest.h>

namespace diagnostics_test
{

using namespace nexsim;

TEST_SUITE("sim/scenario diagnostics")
{
    TEST_CASE("a diagnostic prints only the parts that are known")
    {
        CHECK(ToString({Severity::Error, "a.json", {3, 7}, "/links/0/Rate", "wrong"}) ==
              "a.json:3:7: error: /links/0/Rate: wrong");
        CHECK(ToString({Severity::Warning, "a.json", {3, 7}, "", "odd"}) ==
              "a.json:3:7: warning: odd");
        CHECK(ToString({Severity::Error, "a.json", {}, "", "no such file"}) ==
              "a.json: error: no such file");
        CHECK(ToString({Severity::Error, "", {}, "", "wrong"}) == "error: wrong");
    }

    TEST_CASE("diagnostics are printed by file, line and column whatever the order of arrival")
    {
        Diagnostics all;
        all.Error("b.json", {2, 9}, "/x", "third");
        all.Error("a.json", {1, 1}, "", "fourth");
        all.Warning("b.json", {2, 4}, "", "second");
        all.Error("b.json", {1, 30}, "/y", "first");
        CHECK(all.Print() == "b.json:1:30: error: /y: first\n"
                             "b.json:2:4: warning: second\n"
                             "b.json:2:9: error: /x: third\n"
                             "a.json:1:1: error: fourth\n");
    }

    TEST_CASE("messages about one place keep their order of arrival")
    {
        Diagnostics all;
        all.Error("a", {1, 1}, "/z", "z first");
        all.Error("a", {1, 1}, "/b", "then b");
        all.Error("a", {1, 1}, "/z", "a last");
        CHECK(all.Print() == "a:1:1: error: /z: z first\n"
                             "a:1:1: error: /b: then b\n"
                             "a:1:1: error: /z: a last\n");
    }

    TEST_CASE("the same message for the same place is kept once, any difference counts")
    {
        Diagnostics all;
        all.Error("a", {1, 2}, "/x", "m");
        all.Error("a", {1, 2}, "/x", "m");
        CHECK(all.ErrorCount() == 1);
        all.Error("b", {1, 2}, "/x", "m");
        all.Error("a", {2, 2}, "/x", "m");
        all.Error("a", {1, 3}, "/x", "m");
        all.Error("a", {1, 2}, "/y", "m");
        all.Error("a", {1, 2}, "/x", "n");
        all.Warning("a", {1, 2}, "/x", "m");
        CHECK(all.ErrorCount() == 6);
        CHECK(all.WarningCount() == 1);
    }

    TEST_CASE("a warning alone is no error")
    {
        Diagnostics all;
        CHECK_FALSE(all.HasErrors());
        all.Warning("a", {1, 2}, "/x", "m");
        CHECK_FALSE(all.HasErrors());
        all.Error("a", {1, 2}, "/x", "m");
        CHECK(all.HasErrors());
    }

    TEST_CASE("printing stops at the limit and says how many are left")
    {
        Diagnostics all;
        for (uint32_t line = 1; line <= 5; ++line)
        {
            all.Error("a", {line, 1}, "", "m");
        }
        CHECK(all.Print(2) == "a:1:1: error: m\na:2:1: error: m\n... and 3 more\n");
        CHECK(all.Print(5).find("more") == std::string::npos);
    }
}

} // namespace diagnostics_test
