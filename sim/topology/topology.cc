// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/topology.h"

#include "models/host/host.h"
#include "models/switch/switch.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Topology);

ns3::TypeId
Topology::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Topology").SetParent<ns3::Object>().SetGroupName("nexsim/topology");
    return tid;
}

size_t
AddHost(GeneratedTopology& topology, std::string name)
{
    topology.nodes.push_back({std::move(name), Host::GetTypeId()});
    return topology.nodes.size() - 1;
}

size_t
AddSwitch(GeneratedTopology& topology, std::string name)
{
    topology.nodes.push_back({std::move(name), Switch::GetTypeId()});
    return topology.nodes.size() - 1;
}

void
AddLink(GeneratedTopology& topology, size_t a, size_t b, const Blueprint& link)
{
    std::string name = topology.nodes[a].name + "-" + topology.nodes[b].name;
    topology.links.push_back({std::move(name), a, b, link});
}

void
AddParallelLinks(GeneratedTopology& topology,
                 size_t a,
                 size_t b,
                 const Blueprint& link,
                 int64_t count)
{
    for (int64_t i = 1; i <= count; ++i)
    {
        AddLink(topology, a, b, link);
        topology.links.back().name += i == 1 ? "" : fmt::format("#{}", i);
    }
}

void
CheckNames(const GeneratedTopology& topology)
{
    std::vector<std::string> names;
    for (const GeneratedNode& node : topology.nodes)
    {
        names.push_back(node.name);
    }
    for (const GeneratedLink& link : topology.links)
    {
        names.push_back(link.name);
    }
    std::sort(names.begin(), names.end());
    std::vector<std::string> reasons;
    for (auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end();
         twice = std::adjacent_find(twice + 1, names.end()))
    {
        reasons.push_back(fmt::format("two parts of the network would be called \"{}\"", *twice));
    }
    if (!reasons.empty())
    {
        throw TopologyError(std::move(reasons));
    }
}

void
CheckSize(int64_t hosts, int64_t links)
{
    if (links > kLargestTopology) // every host has one
    {
        throw std::invalid_argument(
            fmt::format("{} hosts and {} links are too many; the most is {} of each",
                        hosts,
                        links,
                        kLargestTopology));
    }
}

} // namespace nexsim
