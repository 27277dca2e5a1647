// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/network-drawing.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

namespace network_drawing_test
{

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
    CHECK(LineWith(drawing, "shape=plaintext") == R"(  "a \"quoted\"" [shape=plaintext];)");
    CHECK(LineWith(drawing, "tooltip=\"up,") ==
          R"(  "a \"quoted\"" -- "sw" [label="", taillabel="50 %", headlabel="3 %", )"
          R"(color="0.300 0.850 0.850", penwidth=3.50, tooltip="up, 10.0 Gb/s"];)");
    CHECK(LineWith(drawing, "tooltip=\"down,") ==
          R"(  "b" -- "sw" [label="1.00 kb/s", taillabel="", headlabel="", color="gray60", )"
          R"(penwidth=1.00, tooltip="down, 1.00 kb/s"];)");
    CHECK(LineWith(drawing, "graph [").find("; 10.0 Gb/s where no rate is written") !=
          std::string::npos);
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
          R"(  "a" -- "b" [label="", taillabel="", headlabel="100 %", color="0.000 0.850 0.850", )"
          R"(penwidth=6.00, tooltip="l, 1.00 kb/s, 2.00 kb/s back"];)");
}

TEST_CASE("the rate of most links is told once, others at their links")
{
    ScenarioMaker net(MilliSeconds(1));
    const size_t hub = net.Switch("sw");
    net.Link(net.Host("a"), hub, BitRate(1000)).name = "a";
    net.Link(net.Host("b"), hub, BitRate(2000)).name = "b";
    net.Link(net.Host("c"), hub, BitRate(2000)).name = "c";
    const std::string drawing = DrawNetwork(net.run, MetricTable());
    CHECK(LineWith(drawing, "graph [").find("; 2.00 kb/s where no rate") != std::string::npos);
    CHECK(LineWith(drawing, "tooltip=\"a,").find("[label=\"1.00 kb/s\"") != std::string::npos);
    CHECK(LineWith(drawing, "tooltip=\"c,").find("[label=\"\"") != std::string::npos);
}

TEST_CASE("a link that is used alike in both directions says so once, beside its rate")
{
    ScenarioMaker net(MilliSeconds(1));
    const size_t hub = net.Switch("sw");
    net.Link(net.Host("a"), hub, BitRate(1000)).name = "a";
    net.Link(net.Host("b"), hub, BitRate(2000)).name = "b";
    net.Link(net.Host("c"), hub, BitRate(2000)).name = "c";
    MetricTable metrics;
    for (const char* direction : {"forward", "backward"})
    {
        for (const std::string link : {"a", "b"})
        {
            metrics.Add(link + "/" + direction + "/utilisation", 0.25, "1");
        }
        metrics.Add(std::string("c/") + direction + "/utilisation", 0.004, "1");
    }
    const std::string drawing = DrawNetwork(net.run, metrics);
    const auto labels = [&drawing](const std::string& link) {
        const std::string line = LineWith(drawing, "tooltip=\"" + link + ",");
        const size_t begin = line.find("label=");
        return line.substr(begin, line.find(", color=") - begin);
    };
    CHECK(labels("a") == R"(label="1.00 kb/s, 25 %", taillabel="", headlabel="")");
    CHECK(labels("b") == R"(label="25 %", taillabel="", headlabel="")");
    CHECK(labels("c") == R"(label="", taillabel="", headlabel="")");
}

} // namespace network_drawing_test
