// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graph.h"

#include <doctest/doctest.h>

namespace graph_test
{

using namespace nexsim;

TEST_CASE("ports are numbered in the order of the links, from both ends")
{
    NetworkGraph graph;
    const size_t sw = graph.AddNode("sw", NodeRole::Forwarder);
    const size_t a = graph.AddNode("a", NodeRole::End);
    const size_t b = graph.AddNode("b", NodeRole::End);
    const size_t toB = graph.AddLink(b, sw);
    const size_t toA = graph.AddLink(sw, a);
    CHECK(graph.PortAt(sw, 0).link == toB);
    CHECK(graph.PortAt(sw, 0).peer == b);
    CHECK(graph.PortAt(sw, 1).link == toA);
    CHECK(graph.PortAt(sw, 1).peer == a);
    CHECK(graph.PortAt(b, 0).peer == sw);
    CHECK(graph.Ends(toB) == std::pair<size_t, size_t>(b, sw));
}

TEST_CASE("ports are named after their peer; parallel links count from #2")
{
    NetworkGraph graph;
    const size_t west = graph.AddNode("west", NodeRole::Forwarder);
    const size_t east = graph.AddNode("east", NodeRole::Forwarder);
    const size_t host = graph.AddNode("host", NodeRole::End);
    graph.AddLink(west, east);
    graph.AddLink(host, east);
    graph.AddLink(east, west);
    CHECK(graph.PortName(west, 0) == "port[east]");
    CHECK(graph.PortName(west, 1) == "port[east]#2");
    CHECK(graph.PortName(east, 0) == "port[west]");
    CHECK(graph.PortName(east, 1) == "port[host]");
    CHECK(graph.PortName(east, 2) == "port[west]#2");
    CHECK(graph.PortName(host, 0) == "nic");
    graph.AddLink(host, west);
    CHECK(graph.PortName(host, 0) == "nic[east]");
    CHECK(graph.PortName(host, 1) == "nic[west]");
}

TEST_CASE("a link from a node to itself is refused by name")
{
    NetworkGraph graph;
    const size_t node = graph.AddNode("sw", NodeRole::Forwarder);
    CHECK_THROWS_WITH(graph.AddLink(node, node), "a link connects sw with itself");
}

} // namespace graph_test
