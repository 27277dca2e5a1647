// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-topology.h"
#include "sim/topology/routing.h"
#include "tests/sim/topology/generated.h"

#include "ns3/string.h"
#include <doctest/doctest.h>

#include <set>

namespace graphml_topology_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

Blueprint
FileOf(const std::string& name, const Counts& counts = {})
{
    Blueprint blueprint = TopologyOf("nexsim::GraphMlTopology", counts);
    blueprint.Set("File", ns3::Create<ns3::StringValue>(name));
    return blueprint;
}

GeneratedTopology
Shipped(const std::string& name, const Counts& counts = {})
{
    return FileOf("scenarios/data/topologies/" + name, counts).CreateAs<Topology>()->Generate();
}

const GeneratedLink&
LinkNamed(const GeneratedTopology& topology, const std::string& name)
{
    for (const GeneratedLink& link : topology.links)
    {
        if (link.name == name)
        {
            return link;
        }
    }
    throw std::out_of_range(name);
}

SimTime
DelayOf(const GeneratedLink& link)
{
    return link.link.CreateAs<SimplexLink>()->Delay();
}

} // namespace

TEST_CASE("a node is a router with a host of its name")
{
    const auto topology = Shipped("abilene.graphml");
    const size_t host = NodeNamed(topology, "Denver");
    const size_t router = NodeNamed(topology, "Denver.router");
    CHECK(topology.nodes[host].type == Host::GetTypeId());
    CHECK(topology.nodes[router].type != Host::GetTypeId());
    const GeneratedLink& access = LinkNamed(topology, "Denver-Denver.router");
    CHECK(access.a == host);
    CHECK(access.b == router);
    CHECK(DelayOf(access) == SimTime(0));
    CHECK(RateOf(access.link) == BitRate(400'000'000'000));
}

TEST_CASE("Abilene has 11 nodes and 14 links of 10 Gb/s, and nothing is doubtful about it")
{
    const auto topology = Shipped("abilene.graphml");
    CHECK(topology.nodes.size() == 22);
    CHECK(topology.links.size() == 14 + 11);
    CHECK(topology.warnings.empty());
    for (size_t i = 0; i < 14; ++i)
    {
        CHECK(RateOf(topology.links[i].link) == BitRate(9'953'280'000)); // OC-192
    }
    // 890 km of great circle.
    const SimTime delay = DelayOf(LinkNamed(topology, "Denver-Kansas City"));
    CHECK(delay > MicroSeconds(4440));
    CHECK(delay < MicroSeconds(4470));
}

TEST_CASE("the shipped networks are in one piece")
{
    const std::vector<std::tuple<std::string, size_t, size_t>> networks = {
        {"abilene.graphml", 11, 14},
        {"nsfnet.graphml", 14, 21},
        {"geant-2018.graphml", 45, 71}};
    for (const auto& network : networks)
    {
        const std::string& file = std::get<0>(network); // a binding cannot be captured
        const size_t nodes = std::get<1>(network);
        const size_t links = std::get<2>(network);
        CAPTURE(file);
        const auto topology = Shipped(file, {{"HostsPerNode", 0}});
        CHECK(topology.nodes.size() == nodes);
        CHECK(topology.links.size() == links);
        const NetworkGraph graph = GraphOf(topology);
        ShortestPaths paths(graph);
        paths.To(0);
        for (size_t node = 0; node < nodes; ++node)
        {
            CHECK(paths.Distance(node) != ShortestPaths::kUnreachable);
        }
    }
}

TEST_CASE("hosts per node")
{
    const auto none = Shipped("abilene.graphml", {{"HostsPerNode", 0}});
    CHECK(none.nodes.size() == 11);
    CHECK(none.links.size() == 14);
    const auto three = Shipped("abilene.graphml", {{"HostsPerNode", 3}});
    CHECK(three.nodes.size() == 44);
    CHECK(CountNamed(three, "Denver") == 3);
    CHECK(LinkNamed(three, "Denver[2]-Denver.router").a == NodeNamed(three, "Denver[2]"));
}

TEST_CASE("what the file does not tell gets defaults, with a warning")
{
    Blueprint blueprint = FileOf("tests/sim/topology/graphml/poor.graphml");
    blueprint.Set("DefaultRate", ns3::Create<IntegerValue>(BitRate(5'000'000)));
    blueprint.Set("DefaultDelay", ns3::Create<IntegerValue>(MicroSeconds(7)));
    const auto topology = blueprint.CreateAs<Topology>()->Generate();
    CHECK(topology.warnings ==
          std::vector<std::string>{
              "poor.graphml: 2 of 3 links have no speed and get DefaultRate, 5 Mb/s: b-c, c-shared",
              "poor.graphml: 2 of 3 links end where there are no coordinates and get DefaultDelay, "
              "7 us: b-c, c-shared"});
    CHECK(RateOf(LinkNamed(topology, "a-b").link) == BitRate(2000));
    CHECK(RateOf(LinkNamed(topology, "b-c").link) == BitRate(5'000'000));
    CHECK(DelayOf(LinkNamed(topology, "b-c")) == MicroSeconds(7));
    CHECK(DelayOf(LinkNamed(topology, "a-b")) == FibreDelay(GreatCircleMetres({1, 1}, {1, 2})));
    // Nobody is at a hyperedge.
    CHECK(topology.nodes.size() == 4 + 3);
    CHECK_THROWS_AS(NodeNamed(topology, "shared"), std::out_of_range);
}

TEST_CASE("other properties of links are the attribute's")
{
    Blueprint link(SimplexLink::GetTypeId());
    link.Set("Mtu", ns3::Create<IntegerValue>(9000));
    link.Set("Rate", ns3::Create<IntegerValue>(1));
    Blueprint blueprint = FileOf("scenarios/data/topologies/abilene.graphml");
    blueprint.Set("Link", ns3::Create<BlueprintValue>(link));
    const auto made =
        blueprint.CreateAs<Topology>()->Generate().links.front().link.CreateAs<SimplexLink>();
    CHECK(made->Mtu() == Bytes(9000));
    CHECK(made->Rate() == BitRate(9'953'280'000));
}

TEST_CASE("a file that is not there, and one with mistakes")
{
    CHECK_THROWS_WITH_AS(Shipped("none.graphml"),
                         "none.graphml: the file cannot be opened for reading",
                         TopologyError);
    CHECK_THROWS_WITH_AS(Shipped("README.md"),
                         "README.md:1: this is not XML: not well-formed (invalid token)",
                         TopologyError);
}

TEST_CASE("a name that two parts would have is refused")
{
    GeneratedTopology topology;
    const size_t a = AddHost(topology, "a");
    const size_t b = AddHost(topology, "b");
    AddLink(topology, a, b, LinkOf(BitRate(1)));
    CheckNames(topology);
    AddHost(topology, "a-b");
    CHECK_THROWS_WITH_AS(CheckNames(topology),
                         "two parts of the network would be called \"a-b\"",
                         TopologyError);
}

} // namespace graphml_topology_test
