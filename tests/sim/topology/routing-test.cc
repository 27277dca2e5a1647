// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/routing.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

namespace routing_test
{

using namespace nexsim;

namespace
{

using Ports = std::vector<uint32_t>;
using LinkList = std::vector<std::pair<uint8_t, uint8_t>>;
using Routes = std::map<std::pair<size_t, size_t>, Ports>;

Routes
RoutesOf(const NetworkGraph& graph)
{
    Routes routes;
    ForEachRoute(graph, [&](size_t node, size_t destination, const Ports& ports) {
        const bool isNew = routes.emplace(std::pair(node, destination), ports).second;
        CHECK(isNew);
    });
    return routes;
}

/** Two leaves, two spines, two hosts per leaf: 0..1 spines, 2..3 leaves, 4..7 hosts. */
NetworkGraph
LeafSpine()
{
    NetworkGraph graph;
    for (const char* name : {"spine[0]", "spine[1]", "leaf[0]", "leaf[1]"})
    {
        graph.AddNode(name, NodeRole::Forwarder);
    }
    for (const char* name : {"h0", "h1", "h2", "h3"})
    {
        graph.AddNode(name, NodeRole::End);
    }
    graph.AddLink(2, 4);
    graph.AddLink(2, 0);
    graph.AddLink(2, 1);
    graph.AddLink(2, 5);
    graph.AddLink(3, 1);
    graph.AddLink(3, 0);
    graph.AddLink(3, 6);
    graph.AddLink(3, 7);
    return graph;
}

constexpr uint64_t kFar = 1'000'000;

/** The distance by definition: Bellman-Ford over links, where only forwarders relay. */
std::vector<uint64_t>
DistancesTo(const NetworkGraph& graph, size_t target)
{
    std::vector<uint64_t> distance(graph.NodeCount(), kFar);
    distance[target] = 0;
    for (size_t round = 0; round < graph.NodeCount(); ++round)
    {
        for (size_t node = 0; node < graph.NodeCount(); ++node)
        {
            graph.ForEachPort(node, [&](const GraphPort& port) {
                if (port.peer == target || graph.Role(port.peer) == NodeRole::Forwarder)
                {
                    distance[node] = std::min(distance[node], distance[port.peer] + 1);
                }
            });
        }
    }
    return distance;
}

Ports
PortsCloser(const NetworkGraph& graph,
            size_t node,
            size_t target,
            const std::vector<uint64_t>& distance)
{
    Ports ports;
    uint32_t number = 0;
    graph.ForEachPort(node, [&](const GraphPort& port) {
        const bool relays = port.peer == target || graph.Role(port.peer) == NodeRole::Forwarder;
        if (relays && distance[port.peer] + 1 == distance[node])
        {
            ports.push_back(number);
        }
        ++number;
    });
    return ports;
}

NetworkGraph
NetworkOf(const std::vector<bool>& ends, const LinkList& links)
{
    NetworkGraph graph;
    for (const bool isEnd : ends)
    {
        graph.AddNode("n", isEnd ? NodeRole::End : NodeRole::Forwarder);
    }
    for (const auto& [a, b] : links)
    {
        if (!ends.empty() && a % ends.size() != b % ends.size())
        {
            graph.AddLink(a % ends.size(), b % ends.size());
        }
    }
    return graph;
}

} // namespace

TEST_CASE("a leaf spreads over both spines and keeps to the host's port at home")
{
    const Routes routes = RoutesOf(LeafSpine());
    CHECK(routes.at({2, 6}) == Ports{1, 2});
    CHECK(routes.at({2, 7}) == Ports{1, 2});
    CHECK(routes.at({3, 4}) == Ports{0, 1});
    CHECK(routes.at({2, 4}) == Ports{0});
    CHECK(routes.at({2, 5}) == Ports{3});
    CHECK(routes.at({0, 6}) == Ports{1});
    CHECK(routes.at({1, 4}) == Ports{0});
}

TEST_CASE("end nodes with one link have nothing to choose")
{
    for (const auto& [route, ports] : RoutesOf(LeafSpine()))
    {
        CHECK(route.first < 4);
    }
}

TEST_CASE("parallel links are equal in cost")
{
    NetworkGraph graph;
    graph.AddNode("west", NodeRole::Forwarder);
    graph.AddNode("east", NodeRole::Forwarder);
    graph.AddNode("host", NodeRole::End);
    graph.AddLink(0, 1);
    graph.AddLink(0, 1);
    graph.AddLink(1, 2);
    graph.AddLink(1, 2);
    const Routes routes = RoutesOf(graph);
    CHECK(routes.at({0, 2}) == Ports{0, 1});
    CHECK(routes.at({1, 2}) == Ports{2, 3});
}

TEST_CASE("a host in between does not forward, and what it cuts off has no route")
{
    NetworkGraph graph;
    graph.AddNode("sw[0]", NodeRole::Forwarder);
    graph.AddNode("sw[1]", NodeRole::Forwarder);
    graph.AddNode("between", NodeRole::End);
    graph.AddNode("left", NodeRole::End);
    graph.AddNode("right", NodeRole::End);
    graph.AddLink(3, 0);
    graph.AddLink(0, 2);
    graph.AddLink(2, 1);
    graph.AddLink(1, 4);
    const Routes routes = RoutesOf(graph);
    CHECK(routes.count({0, 4}) == 0);
    CHECK(routes.at({0, 2}) == Ports{1});
    CHECK(routes.at({1, 2}) == Ports{0});
    CHECK(routes.at({2, 4}) == Ports{1});
    CHECK(routes.at({2, 3}) == Ports{0});
    ShortestPaths paths(graph);
    CHECK(FindPath(paths, 3, 4).empty());
}

TEST_CASE("a path takes the lowest port and knows the direction of each link")
{
    const NetworkGraph graph = LeafSpine();
    ShortestPaths paths(graph);
    const auto forth = FindPath(paths, 4, 6);
    CHECK(forth == std::vector<DirectedLink>{{0, false}, {1, true}, {5, false}, {6, true}});
    const auto back = FindPath(paths, 6, 4);
    CHECK(back == std::vector<DirectedLink>{{6, false}, {4, true}, {2, false}, {0, true}});
    const auto home = FindPath(paths, 4, 5);
    CHECK(home == std::vector<DirectedLink>{{0, false}, {3, true}});
}

TEST_CASE("two hosts on one link reach each other")
{
    NetworkGraph graph;
    graph.AddNode("a", NodeRole::End);
    graph.AddNode("b", NodeRole::End);
    graph.AddLink(0, 1);
    ShortestPaths paths(graph);
    CHECK(FindPath(paths, 1, 0) == std::vector<DirectedLink>{{0, false}});
}

TEST_CASE("routes are exactly the ports that come one link closer, in any network")
{
    CHECK(rc::check("random networks", [](const std::vector<bool>& ends, const LinkList& links) {
        const NetworkGraph graph = NetworkOf(ends, links);
        const Routes routes = RoutesOf(graph);
        size_t expected = 0;
        for (size_t target = 0; target < ends.size(); ++target)
        {
            const std::vector<uint64_t> distance = DistancesTo(graph, target);
            for (size_t node = 0; ends[target] && node < ends.size(); ++node)
            {
                const bool chooses = !ends[node] || graph.PortCount(node) > 1;
                if (chooses && distance[node] < kFar && node != target)
                {
                    ++expected;
                    const auto found = routes.find({node, target});
                    RC_ASSERT(found != routes.end());
                    RC_ASSERT(found->second == PortsCloser(graph, node, target, distance));
                }
            }
        }
        RC_ASSERT(routes.size() == expected);
    }));
}

TEST_CASE("with links down routes are those of the graph without them, and lost ones are cleared")
{
    CHECK(rc::check([] {
        const auto ends = *rc::gen::container<std::vector<bool>>(8, rc::gen::arbitrary<bool>());
        const auto links = *rc::gen::container<LinkList>(
            rc::gen::pair(rc::gen::inRange<uint8_t>(0, 8), rc::gen::inRange<uint8_t>(0, 8)));
        const NetworkGraph graph = NetworkOf(ends, links);
        LinkSet down;
        size_t count = 0;
        for (size_t node = 0; node < graph.NodeCount(); ++node)
        {
            graph.ForEachPort(node, [&](const GraphPort& port) {
                count = std::max(count, port.link + 1);
            });
        }
        for (size_t link = 0; link < count; ++link)
        {
            down.push_back(*rc::gen::element<int>(0, 0, 1) == 1);
        }
        RC_PRE(count > 0);
        NetworkGraph left; // its ports have other numbers: compared by links
        std::vector<size_t> linkOf;
        for (size_t node = 0; node < graph.NodeCount(); ++node)
        {
            left.AddNode("n", graph.Role(node));
        }
        for (size_t link = 0; link < count; ++link)
        {
            if (!down[link])
            {
                left.AddLink(graph.Ends(link).first, graph.Ends(link).second);
                linkOf.push_back(link);
            }
        }
        using Links = std::set<size_t>;
        std::map<std::pair<size_t, size_t>, Links> expected;
        for (size_t target = 0; target < left.NodeCount(); ++target)
        {
            const auto distance = DistancesTo(left, target);
            for (size_t node = 0; node < left.NodeCount(); ++node)
            {
                for (const uint32_t port : PortsCloser(left, node, target, distance))
                {
                    if (node != target && distance[node] < kFar)
                    {
                        expected[{node, target}].insert(linkOf[left.PortAt(node, port).link]);
                    }
                }
            }
        }
        std::set<std::pair<size_t, size_t>> seen;
        ForEachRoute(
            graph,
            [&](size_t node, size_t destination, const Ports& ports) {
                RC_ASSERT(seen.emplace(node, destination).second);
                // A host with one link that is down stays in the routes to its neighbour.
                const bool single = graph.PortCount(destination) == 1;
                const GraphPort only = single ? graph.PortAt(destination, 0) : GraphPort();
                const bool shared = single && graph.Role(only.peer) == NodeRole::Forwarder &&
                                    down[only.link] && node != only.peer;
                const auto key = std::pair(node, shared ? only.peer : destination);
                Links chosen;
                for (const uint32_t port : ports)
                {
                    chosen.insert(graph.PortAt(node, port).link);
                }
                RC_ASSERT(chosen == expected[key]);
            },
            down);
        // Whoever had a route has been told.
        ForEachRoute(graph, [&](size_t node, size_t destination, const Ports&) {
            RC_ASSERT(seen.count({node, destination}) == 1);
        });
    }));
}

} // namespace routing_test
