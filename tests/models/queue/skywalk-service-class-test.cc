// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/classq-scene.h"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <string>

namespace skywalk_service_class_test
{

namespace
{

using namespace nexsim;
using Kind = nexsim::testing::SenderKind;
using Scene = nexsim::testing::ClassqScene;
using Shape = nexsim::testing::PacketShape;

} // namespace

// Fails when the budgets do not hold, or count flows without bounds.
TEST_CASE("Classq: backlogged classes share by quantum and active flows, up to their bound")
{
    struct Point
    {
        int flows;
        int64_t voice;  //!< B per round: quantum 600 B, at most 8 of them
        int64_t normal; //!< 1500 B, at most 4
        int64_t back;   //!< 1500 B, at most 2
    };

    for (const Point& point :
         {Point{1, 600, 1500, 1500}, Point{3, 1800, 4500, 3000}, Point{20, 4800, 6000, 3000}})
    {
        CAPTURE(point.flows);
        Scene scene({{"MaxPackets", 1'000'000}});
        std::map<int64_t, uint8_t> dscpOf;
        for (int i = 0; i < point.flows; ++i)
        {
            for (const uint8_t dscp : std::array<uint8_t, 3>{46, 0, 8})
            {
                const FlowIndex flow = scene.AddFlow(Kind::Udp, false);
                dscpOf[flow] = dscp;
                Shape shape;
                shape.size = 100;
                shape.dscp = dscp;
                for (int packets = 0; packets < 2000; ++packets)
                {
                    scene.Enqueue(flow, shape);
                }
            }
        }
        const int64_t round = point.voice + point.normal + point.back;
        std::map<uint8_t, int64_t> sent;
        for (int64_t left = 10 * round; left > 0; left -= 100)
        {
            sent[dscpOf[scene.Serve().flow]] += 100;
        }
        CHECK(sent[46] == 10 * point.voice);
        CHECK(sent[0] == 10 * point.normal);
        CHECK(sent[8] == 10 * point.back);
    }
}

TEST_CASE("Classq: RFC 4594's code points have their classes, and what has none is best effort")
{
    const std::map<int, std::string> expected = {{48, "ctl"},
                                                 {46, "vo"},
                                                 {40, "vi"},
                                                 {34, "vi"},
                                                 {32, "rv"},
                                                 {26, "av"},
                                                 {16, "oam"},
                                                 {18, "rd"},
                                                 {0, "be"},
                                                 {10, "be"},
                                                 {8, "bk"},
                                                 {1, "bk_sys"}};
    for (const auto& point : expected)
    {
        const int dscp = point.first;
        CAPTURE(dscp);
        CHECK(kSkywalkClassShapes[SkywalkClassOf(static_cast<uint8_t>(dscp))].name == point.second);
    }
}

// New: 0 (1500), 1 (1500). 0 sends 1000, 1000: -500 -> 1000, old. 1 sends 1000, and is empty: 500 ->
// 2000, old. Old: 0 (1000) sends 1000: 0 -> 1500, back. 1 is empty: out. 2 is new: sends before 0.
TEST_CASE("Classq: new flows go first, each with a quantum, then the old ones round robin")
{
    Scene scene;
    const FlowIndex flow[] = {scene.AddFlow(Kind::Udp, false),
                              scene.AddFlow(Kind::Udp, false),
                              scene.AddFlow(Kind::Udp, false)};
    for (int i = 0; i < 5; ++i)
    {
        scene.Enqueue(flow[0]);
    }
    scene.Enqueue(flow[1]);
    CHECK(scene.Serve() == Scene::Served{0, 0, false});
    CHECK(scene.Serve() == Scene::Served{0, 1, false});
    CHECK(scene.Serve() == Scene::Served{1, 0, false});
    CHECK(scene.Serve() == Scene::Served{0, 2, false});
    scene.Enqueue(flow[2]);
    CHECK(scene.Serve() == Scene::Served{2, 0, false});
    CHECK(scene.Serve() == Scene::Served{0, 3, false});
    CHECK(scene.Serve() == Scene::Served{0, 4, false});
    CHECK(scene.Serve() == Scene::Served{});
}

} // namespace skywalk_service_class_test
