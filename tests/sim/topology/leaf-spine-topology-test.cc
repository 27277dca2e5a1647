// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/leaf-spine-topology.h"
#include "sim/topology/routing.h"
#include "tests/sim/topology/generated.h"

#include <doctest/doctest.h>

#include <set>

namespace leaf_spine_topology_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

const std::string kType = "nexsim::LeafSpineTopology";

} // namespace

TEST_CASE("every leaf is linked to every spine, and has its hosts in order")
{
    const auto topology = Generate(kType, {{"Leaves", 3}, {"Spines", 2}, {"HostsPerLeaf", 4}});
    CHECK(CountNamed(topology, "host") == 12);
    CHECK(CountNamed(topology, "leaf") == 3);
    CHECK(CountNamed(topology, "spine") == 2);
    CHECK(topology.links.size() == 12 + 6);
    std::set<std::string> links;
    for (const GeneratedLink& link : topology.links)
    {
        CHECK(links.insert(link.name).second);
    }
    for (int leaf = 0; leaf < 3; ++leaf)
    {
        CHECK(links.count(fmt::format("leaf[{}]-spine[0]", leaf)) == 1);
        CHECK(links.count(fmt::format("leaf[{}]-spine[1]", leaf)) == 1);
        CHECK(links.count(fmt::format("host[{}]-leaf[{}]", 4 * leaf, leaf)) == 1);
        CHECK(links.count(fmt::format("host[{}]-leaf[{}]", 4 * leaf + 3, leaf)) == 1);
    }
}

TEST_CASE("between leaves there are as many paths as spines times parallel links")
{
    const auto topology =
        Generate(kType, {{"Leaves", 2}, {"Spines", 3}, {"HostsPerLeaf", 1}, {"Parallel", 2}});
    CHECK(topology.links.size() == 2 + 2 * 3 * 2);
    CHECK(topology.links[1].name == "leaf[0]-spine[0]");
    CHECK(topology.links[2].name == "leaf[0]-spine[0]#2");
    const NetworkGraph graph = GraphOf(topology);
    ShortestPaths paths(graph);
    paths.To(NodeNamed(topology, "host[1]"));
    CHECK(paths.Distance(NodeNamed(topology, "host[0]")) == 4);
    CHECK(paths.NextPorts(NodeNamed(topology, "leaf[0]")).size() == 6);
    CHECK(paths.NextPorts(NodeNamed(topology, "spine[2]")).size() == 2);
}

TEST_CASE("edge and uplinks may differ, which gives the oversubscription")
{
    Blueprint blueprint = TopologyOf(kType, {{"Leaves", 1}, {"Spines", 1}, {"HostsPerLeaf", 1}});
    blueprint.Set("Edge", ns3::Create<BlueprintValue>(LinkOf(BitRate(7))));
    blueprint.Set("Uplink", ns3::Create<BlueprintValue>(LinkOf(BitRate(9))));
    const auto topology = blueprint.CreateAs<Topology>()->Generate();
    REQUIRE(topology.links.size() == 2);
    CHECK(topology.links[0].name == "host[0]-leaf[0]");
    CHECK(RateOf(topology.links[0].link) == BitRate(7));
    CHECK(RateOf(topology.links[1].link) == BitRate(9));
}

TEST_CASE("a network of more than a million hosts or links is refused")
{
    CHECK_THROWS_WITH_AS(Generate(kType, {{"Leaves", 4096}, {"Spines", 4096}, {"HostsPerLeaf", 1}}),
                         "4096 hosts and 16781312 links are too many; the most is 1000000 of each",
                         std::invalid_argument);
    CHECK_THROWS_AS(Generate(kType, {{"Leaves", 4096}, {"HostsPerLeaf", 4096}}),
                    std::invalid_argument);
}

} // namespace leaf_spine_topology_test
