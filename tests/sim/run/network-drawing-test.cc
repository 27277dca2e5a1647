// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/network-drawing.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

std::string
LineWith(const std::string& drawing, const std::string& part)
{
    const size_t place = drawing.find(part);
    REQUIRE(place != std::string::npos);
    const size_t begin = drawing.rfind('\n', place) + 1;
    return drawing.substr(begin, drawing.find('\n', place) - begin);
}

} // namespace

TEST_CASE("a drawing has every node and every link with what it carried")
{
    ScenarioMaker net(MilliSeconds(1));
    const size_t host = net.Host("a \"quoted\"");
    const size_t hub = net.Switch("sw");
    net.Link(host, hub).name = "up";
    net.Link(net.Host("b"), hub, BitRate(1000)).name = "down";
    MetricTable metrics;
    metrics.Add("up/forward/utilisation", 0.5, "1");
    metrics.Add("up/backward/utilisation", 0.031, "1");
    const std::string drawing = DrawNetwork(net.run, metrics);
    CHECK(LineWith(drawing, "shape=box") == R"(  "sw" [shape=box];)");
    CHECK(LineWith(drawing, "shape=ellipse") == R"(  "a \"quoted\"" [shape=ellipse];)");
    CHECK(LineWith(drawing, "tooltip=\"up\"") ==
          R"(  "a \"quoted\"" -- "sw" [label="10.0 Gb/s", taillabel="50 %", headlabel="3 %", )"
          R"(color="0.300 0.850 0.850", penwidth=3.50, tooltip="up"];)");
    CHECK(LineWith(drawing, "tooltip=\"down\"") ==
          R"(  "b" -- "sw" [label="1.00 kb/s", taillabel="", headlabel="", color="gray60", )"
          R"(penwidth=1.00, tooltip="down"];)");
    CHECK(DrawNetwork(net.run, metrics) == drawing);
}

TEST_CASE("a link that is full in one direction is red and wide")
{
    ScenarioMaker net(MilliSeconds(1));
    net.Link(net.Host("a"), net.Host("b"), BitRate(1000)).name = "l";
    net.run.links[0].backward.Set("Rate", ns3::Create<IntegerValue>(BitRate(2000)));
    MetricTable metrics;
    metrics.Add("l/forward/utilisation", int64_t{0}, "1");
    metrics.Add("l/backward/utilisation", int64_t{1}, "1");
    CHECK(LineWith(DrawNetwork(net.run, metrics), " -- ") ==
          R"(  "a" -- "b" [label="1.00 kb/s, 2.00 kb/s back", taillabel="0 %", headlabel="100 %", )"
          R"(color="0.000 0.850 0.850", penwidth=6.00, tooltip="l"];)");
}
