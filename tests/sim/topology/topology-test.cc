// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/host.h"
#include "models/switch/switch.h"
#include "sim/topology/topology.h"
#include "tests/sim/topology/generated.h"

#include <doctest/doctest.h>

namespace topology_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

std::vector<std::string>
NodesOf(const GeneratedTopology& topology, ns3::TypeId type)
{
    std::vector<std::string> names;
    for (const GeneratedNode& node : topology.nodes)
    {
        if (node.type == type)
        {
            names.push_back(node.name);
        }
    }
    return names;
}

/** "name: a-b" of each link. */
std::vector<std::string>
LinksOf(const GeneratedTopology& topology)
{
    std::vector<std::string> links;
    for (const GeneratedLink& link : topology.links)
    {
        links.push_back(link.name + ": " + topology.nodes[link.a].name + "-" +
                        topology.nodes[link.b].name);
    }
    return links;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a dumbbell has hosts on both sides and one bottleneck")
{
    const auto topology = Generate("nexsim::DumbbellTopology", {{"Left", 2}, {"Right", 3}});
    CHECK(NodesOf(topology, Host::GetTypeId()) ==
          Names{"left[0]", "left[1]", "right[0]", "right[1]", "right[2]"});
    CHECK(NodesOf(topology, Switch::GetTypeId()) == Names{"west", "east"});
    CHECK(LinksOf(topology) == Names{"bottleneck: west-east",
                                     "left[0]-west: left[0]-west",
                                     "left[1]-west: left[1]-west",
                                     "east-right[0]: east-right[0]",
                                     "east-right[1]: east-right[1]",
                                     "east-right[2]: east-right[2]"});
}

TEST_CASE("a dumbbell's links are of the kinds that its attributes give")
{
    Blueprint blueprint(ns3::TypeId::LookupByName("nexsim::DumbbellTopology"));
    blueprint.Set("Edge", ns3::Create<BlueprintValue>(LinkOf(BitRate(40'000'000'000))));
    blueprint.Set("Bottleneck", ns3::Create<BlueprintValue>(LinkOf(BitRate(1'000'000))));
    const GeneratedTopology topology = blueprint.CreateAs<Topology>()->Generate();
    CHECK(RateOf(topology.links[0].link) == BitRate(1'000'000));
    CHECK(RateOf(topology.links[1].link) == BitRate(40'000'000'000));
    CHECK(RateOf(topology.links[2].link) == BitRate(40'000'000'000));
}

TEST_CASE("a star has its hosts around one switch")
{
    const auto topology = Generate("nexsim::StarTopology", {{"Hosts", 3}});
    CHECK(NodesOf(topology, Host::GetTypeId()) == Names{"host[0]", "host[1]", "host[2]"});
    CHECK(NodesOf(topology, Switch::GetTypeId()) == Names{"sw"});
    CHECK(LinksOf(topology) ==
          Names{"host[0]-sw: host[0]-sw", "host[1]-sw: host[1]-sw", "host[2]-sw: host[2]-sw"});
}

TEST_CASE("a chain has its switches in a row between two hosts")
{
    const auto topology = Generate("nexsim::ChainTopology", {{"Switches", 3}});
    CHECK(NodesOf(topology, Host::GetTypeId()) == Names{"a", "b"});
    CHECK(NodesOf(topology, Switch::GetTypeId()) == Names{"sw[0]", "sw[1]", "sw[2]"});
    CHECK(LinksOf(topology) == Names{"a-sw[0]: a-sw[0]",
                                     "sw[0]-sw[1]: sw[0]-sw[1]",
                                     "sw[1]-sw[2]: sw[1]-sw[2]",
                                     "sw[2]-b: sw[2]-b"});
}

TEST_CASE("a chain's core links may differ from its edges")
{
    Blueprint blueprint(ns3::TypeId::LookupByName("nexsim::ChainTopology"));
    blueprint.Set("Switches", ns3::Create<IntegerValue>(2));
    blueprint.Set("Core", ns3::Create<BlueprintValue>(LinkOf(BitRate(5'000'000))));
    const GeneratedTopology topology = blueprint.CreateAs<Topology>()->Generate();
    CHECK(RateOf(topology.links[0].link) == BitRate(10'000'000'000));
    CHECK(RateOf(topology.links[1].link) == BitRate(5'000'000));
    CHECK(RateOf(topology.links[2].link) == BitRate(10'000'000'000));
}

TEST_CASE("a topology refuses an impossible size")
{
    CHECK_THROWS_AS(Generate("nexsim::StarTopology", {{"Hosts", 0}}), std::invalid_argument);
}

} // namespace topology_test
