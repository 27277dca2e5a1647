// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/canonical-json.h"

#include <doctest/doctest.h>

namespace canonical_json_test
{

using namespace nexsim;

namespace
{

std::string
Canonical(const char* text)
{
    return CanonicalRun(Json::parse(text));
}

} // namespace

TEST_SUITE("sim/scenario canonical documents")
{
    TEST_CASE("the order and the layout of attributes do not count")
    {
        CHECK(
            Canonical(
                R"({"seed": 1, "nodes": {"a": {"type": "Host", "Nic": {"TxRing": "1p", "RxRing": "2p"}}}})") ==
            R"({"nodes":{"a":{"Nic":{"RxRing":"2p","TxRing":"1p"},"type":"Host"}},"seed":1})");
    }

    TEST_CASE("the order of what is numbered or overridden in file order counts")
    {
        for (const char* kept :
             {R"({"nodes":{"b":{"apps":{"z":{},"y":{}}},"a":{}}})",
              R"({"traffic":{"w":{"map":{"10.0.0.2":"b","10.0.0.1":"a"}},"u":{}}})",
              R"({"links":[{"at":{"b[*]":{},"b[0]":{}}},{"Rate":"1bps"}]})"})
        {
            CAPTURE(kept);
            CHECK(Canonical(kept) == kept);
        }
        CHECK(Canonical(R"({"events":[{"set":{"b":1,"a":2}}]})") ==
              R"({"events":[{"set":{"a":2,"b":1}}]})");
        CHECK(Canonical(R"({"nodes":{"a":{"Port":{"nodes":1,"apps":{"z":1,"y":2}}}}})") ==
              R"({"nodes":{"a":{"Port":{"apps":{"y":2,"z":1},"nodes":1}}}})");
    }
}

} // namespace canonical_json_test
