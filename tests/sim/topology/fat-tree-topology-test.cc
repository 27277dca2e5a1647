// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/fat-tree-topology.h"
#include "sim/topology/routing.h"
#include "tests/sim/topology/generated.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

namespace fat_tree_topology_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

const std::string kType = "nexsim::FatTreeTopology";

/** Shortest paths from a node to the target, counted over equal-cost ports. */
int64_t
CountPaths(ShortestPaths& paths, size_t node)
{
    if (paths.Distance(node) == 0)
    {
        return 1;
    }
    const std::vector<uint32_t> ports =
        paths.NextPorts(node); // a copy: the calls below overwrite it
    int64_t count = 0;
    for (const uint32_t port : ports)
    {
        count += CountPaths(paths, paths.Graph().PortAt(node, port).peer);
    }
    return count;
}

struct Distance
{
    uint32_t links;
    int64_t paths;
};

Distance
Between(const GeneratedTopology& topology, const std::string& from, const std::string& to)
{
    const NetworkGraph graph = GraphOf(topology);
    ShortestPaths paths(graph);
    paths.To(NodeNamed(topology, to));
    const size_t node = NodeNamed(topology, from);
    return {paths.Distance(node), CountPaths(paths, node)};
}

} // namespace

TEST_CASE("a fat tree of K-port switches has the sizes of the paper")
{
    for (const int64_t k : {2, 4, 6, 8, 16, 32})
    {
        CAPTURE(k);
        const auto topology = Generate(kType, {{"K", k}});
        const auto cube = static_cast<size_t>(k * k * k);
        const auto square = static_cast<size_t>(k * k);
        CHECK(CountNamed(topology, "host") == cube / 4);
        CHECK(CountNamed(topology, "edge") == square / 2);
        CHECK(CountNamed(topology, "agg") == square / 2);
        CHECK(CountNamed(topology, "core") == square / 4);
        CHECK(topology.nodes.size() == cube / 4 + 5 * square / 4);
        CHECK(topology.links.size() == 3 * cube / 4);
    }
}

TEST_CASE("every switch of a fat tree has K ports and every host one")
{
    for (const int64_t k : {2, 4, 8})
    {
        const auto topology = Generate(kType, {{"K", k}});
        const NetworkGraph graph = GraphOf(topology);
        for (size_t node = 0; node < graph.NodeCount(); ++node)
        {
            CAPTURE(graph.Name(node));
            const bool isHost = graph.Role(node) == NodeRole::End;
            CHECK(graph.PortCount(node) == static_cast<size_t>(isHost ? 1 : k));
        }
    }
}

TEST_CASE("no two nodes and no two links of a fat tree share a name")
{
    const auto topology = Generate(kType, {{"K", 8}, {"HostsPerEdge", 7}});
    std::set<std::string> names;
    for (const GeneratedNode& node : topology.nodes)
    {
        CHECK(names.insert(node.name).second);
    }
    std::set<std::string> links;
    for (const GeneratedLink& link : topology.links)
    {
        CHECK(links.insert(link.name).second);
    }
}

TEST_CASE("paths of a fat tree: 2 links below an edge, 4 in a pod, 6 between pods")
{
    const auto topology = Generate(kType, {{"K", 6}});
    const Distance sameEdge = Between(topology, "host[0]", "host[2]");
    const Distance samePod = Between(topology, "host[0]", "host[3]");
    const Distance otherPod = Between(topology, "host[0]", "host[9]");
    CHECK(sameEdge.links == 2);
    CHECK(samePod.links == 4);
    CHECK(otherPod.links == 6);
    CHECK(sameEdge.paths == 1);
    CHECK(samePod.paths == 3);  // K/2
    CHECK(otherPod.paths == 9); // (K/2)^2
}

TEST_CASE("between any two pods of a fat tree there are (K/2)^2 shortest paths")
{
    for (const int64_t k : {2, 4, 8, 16})
    {
        CAPTURE(k);
        const auto topology = Generate(kType, {{"K", k}});
        const auto last = fmt::format("host[{}]", k * k * k / 4 - 1);
        CHECK(Between(topology, "host[0]", last).paths == k * k / 4);
    }
}

TEST_CASE("each core switch is linked to every pod once")
{
    const int64_t k = 6;
    const auto topology = Generate(kType, {{"K", k}});
    std::map<std::string, std::set<int>> pods;
    for (const GeneratedLink& link : topology.links)
    {
        const std::string& above = topology.nodes[link.b].name;
        if (above.rfind("core", 0) == 0)
        {
            const int aggregation = std::stoi(topology.nodes[link.a].name.substr(4));
            CHECK(pods[above].insert(aggregation / static_cast<int>(k / 2)).second);
        }
    }
    CHECK(pods.size() == 9);
    for (const auto& [core, reached] : pods)
    {
        CHECK(reached.size() == 6);
    }
}

TEST_CASE("an oversubscribed fat tree has more hosts at each edge switch, in order")
{
    const auto topology = Generate(kType, {{"K", 4}, {"HostsPerEdge", 5}});
    CHECK(CountNamed(topology, "host") == 40);
    CHECK(CountNamed(topology, "edge") == 8);
    CHECK(topology.links.size() == 40 + 16 + 16);
    const NetworkGraph graph = GraphOf(topology);
    const GraphPort up = graph.PortAt(NodeNamed(topology, "host[14]"), 0);
    CHECK(graph.Name(up.peer) == "edge[2]");
    CHECK(graph.PortCount(up.peer) == 7);
}

TEST_CASE("a fat tree's links are of the kinds that its attributes give")
{
    Blueprint blueprint = TopologyOf(kType, {{"K", 2}});
    blueprint.Set("Edge", ns3::Create<BlueprintValue>(LinkOf(BitRate(1))));
    blueprint.Set("Fabric", ns3::Create<BlueprintValue>(LinkOf(BitRate(2))));
    blueprint.Set("Core", ns3::Create<BlueprintValue>(LinkOf(BitRate(3))));
    std::map<std::string, int64_t> rates;
    for (const GeneratedLink& link : blueprint.CreateAs<Topology>()->Generate().links)
    {
        rates[link.name] = RateOf(link.link).Value();
    }
    CHECK(rates == std::map<std::string, int64_t>{{"agg[0]-core[0]", 3},
                                                  {"agg[1]-core[0]", 3},
                                                  {"edge[0]-agg[0]", 2},
                                                  {"edge[1]-agg[1]", 2},
                                                  {"host[0]-edge[0]", 1},
                                                  {"host[1]-edge[1]", 1}});
}

TEST_CASE("a fat tree needs an even K from 2 to 32")
{
    CHECK_THROWS_WITH_AS(Generate(kType, {{"K", 5}}),
                         "K of a FatTree must be even; got 5",
                         std::invalid_argument);
    CHECK_THROWS_AS(Generate(kType, {{"K", 34}}), std::invalid_argument);
    CHECK_THROWS_AS(Generate(kType, {{"K", 0}}), std::invalid_argument);
}

} // namespace fat_tree_topology_test
