// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEST_GENERATED_H
#define NEXSIM_TEST_GENERATED_H

#include "models/base/attributes.h"
#include "models/host/host.h"
#include "models/link/simplex-link.h"
#include "sim/topology/graph.h"
#include "sim/topology/topology.h"

#include <string>
#include <utility>
#include <vector>

namespace nexsim::test
{

using Counts = std::vector<std::pair<std::string, int64_t>>;

inline Blueprint
LinkOf(BitRate rate)
{
    Blueprint link(SimplexLink::GetTypeId());
    link.Set("Rate", ns3::Create<IntegerValue>(rate));
    return link;
}

inline BitRate
RateOf(const Blueprint& link)
{
    return link.CreateAs<SimplexLink>()->Rate();
}

inline Blueprint
TopologyOf(const std::string& type, const Counts& counts)
{
    Blueprint blueprint(ns3::TypeId::LookupByName(type));
    for (const auto& [name, value] : counts)
    {
        blueprint.Set(name, ns3::Create<IntegerValue>(value));
    }
    return blueprint;
}

inline GeneratedTopology
Generate(const std::string& type, const Counts& counts)
{
    return TopologyOf(type, counts).CreateAs<Topology>()->Generate();
}

/** @brief The graph that a run makes of it. */
inline NetworkGraph
GraphOf(const GeneratedTopology& topology)
{
    NetworkGraph graph;
    for (const GeneratedNode& node : topology.nodes)
    {
        graph.AddNode(node.name,
                      node.type == Host::GetTypeId() ? NodeRole::End : NodeRole::Forwarder);
    }
    for (const GeneratedLink& link : topology.links)
    {
        graph.AddLink(link.a, link.b);
    }
    return graph;
}

/** @brief The index of a node. @throws std::out_of_range */
inline size_t
NodeNamed(const GeneratedTopology& topology, const std::string& name)
{
    for (size_t i = 0; i < topology.nodes.size(); ++i)
    {
        if (topology.nodes[i].name == name)
        {
            return i;
        }
    }
    throw std::out_of_range(name);
}

/** @brief Nodes called base[...]. */
inline size_t
CountNamed(const GeneratedTopology& topology, const std::string& base)
{
    size_t count = 0;
    for (const GeneratedNode& node : topology.nodes)
    {
        count += node.name.rfind(base + "[", 0) == 0 ? 1 : 0;
    }
    return count;
}

} // namespace nexsim::test

#endif // NEXSIM_TEST_GENERATED_H
