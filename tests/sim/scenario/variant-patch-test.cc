// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/variant-patch.h"

#include <doctest/doctest.h>

namespace variant_patch_test
{

using namespace nexsim;

namespace
{

Json
Network()
{
    return Json::parse(R"({
        "nodes": { "sw": { "type": "Switch" }, "h": { "type": "Host" } },
        "links": [ { "name": "up", "between": ["h", "sw"] } ],
        "traffic": { "web": { "type": "PoissonSource" } } })");
}

} // namespace

TEST_SUITE("sim/scenario changes by variants")
{
    TEST_CASE("objects that have defaults are filled in on the way")
    {
        Json document = Network();
        const auto result = PatchWithDefaults(document, "/nodes/sw/Port/Queue/MaxPackets", "5p");
        REQUIRE(result);
        CHECK(result->pointer == "/nodes/sw/Port/Queue/MaxPackets");
        CHECK(result->made == std::vector<std::string>{"/nodes/sw/Port", "/nodes/sw/Port/Queue"});
        CHECK(document["nodes"]["sw"]["Port"]["Queue"]["MaxPackets"] == "5p");
    }

    TEST_CASE("so are nodes of a topology, ports of links and the grammar's own objects")
    {
        for (const char* pointer : {"/nodes/left[0]/Nic/RxRing",
                                    "/links/up/at/sw/Queue/MaxPackets",
                                    "/links/up/forward/Delay",
                                    "/nodes/h/apps/sink",
                                    "/measure/interval",
                                    "/limits/events",
                                    "/ties/seed",
                                    "/traffic/web/PacketSize/Mean",
                                    "/parameters/n"})
        {
            CAPTURE(pointer);
            Json document = Network();
            CHECK(PatchWithDefaults(document, pointer, 1));
        }
    }

    TEST_CASE("what only a person can name is not made up, and nothing changes then")
    {
        for (const char* pointer : {"/traffic/wed/Rate",
                                    "/traffic/Web/Rate",
                                    "/links/down/Rate",
                                    "/links/1/Rate",
                                    "/nodes/h/apps/sink/Datapath",
                                    "/topology/Edge/Rate",
                                    "/events/0/at",
                                    "/nodes/sw/port/Queue",
                                    "/nodes/sw/type/x",
                                    "nodes/sw",
                                    ""})
        {
            CAPTURE(pointer);
            Json document = Network();
            CHECK(!PatchWithDefaults(document, pointer, 1));
            CHECK(document == Network());
        }
    }
}

} // namespace variant_patch_test
