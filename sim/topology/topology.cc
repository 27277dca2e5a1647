// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/topology.h"

#include "models/host/host.h"
#include "models/switch/switch.h"

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

} // namespace nexsim
