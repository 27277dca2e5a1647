// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/source-map.h"

#include <doctest/doctest.h>

namespace source_map_test
{

using namespace nexsim;

namespace
{

/// Every part of this document stands in a line of its own.
const char* const kText = R"({
"seed": 1,
"nodes": {
"a": 2 },
"variants": {
"/nodes": {
"a": 3 } } })";

uint32_t
LineOf(const SourceMap& sources, const char* pointer)
{
    return sources.At(pointer).value.line;
}

} // namespace

TEST_SUITE("sim/scenario sources of values")
{
    TEST_CASE("a patched value stands where the patch does, all others where they are")
    {
        Diagnostics diagnostics;
        const auto document = ReadJsonText(kText, "s", diagnostics);
        REQUIRE(document);
        SourceMap sources(*document);
        CHECK(LineOf(sources, "/nodes/a") == 4);
        sources.PatchedFrom("/nodes", "/variants/~1nodes");
        CHECK(LineOf(sources, "/nodes/a") == 7);
        CHECK(LineOf(sources, "/nodes") == 6);
        CHECK(LineOf(sources, "/seed") == 2);
        sources.PatchedBy("/nodes/a", "--set /nodes/a=5");
        CHECK(sources.At("/nodes/a").file == "--set /nodes/a=5");
        CHECK(LineOf(sources, "/nodes/a") == 0);
        CHECK(LineOf(sources, "/nodes/b") == 6);
    }

    TEST_CASE("a later patch of the whole covers earlier ones inside it, and nothing beside it")
    {
        Diagnostics diagnostics;
        const auto document = ReadJsonText(kText, "s", diagnostics);
        REQUIRE(document);
        SourceMap sources(*document);
        sources.PatchedBy("/nodes/a", "--set x");
        sources.PatchedBy("/nodes2/a", "--set y");
        sources.PatchedFrom("/nodes", "/variants/~1nodes");
        CHECK(LineOf(sources, "/nodes/a") == 7);
        CHECK(sources.At("/nodes2/a").file == "--set y");
    }
}

} // namespace source_map_test
