// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/leaf-spine-topology.h"

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"

#include <fmt/format.h>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(LeafSpineTopology);

ns3::TypeId
LeafSpineTopology::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::LeafSpineTopology")
            .SetParent<Topology>()
            .SetGroupName("nexsim/topology")
            .AddConstructor<LeafSpineTopology>()
            .AddAttribute("Leaves",
                          "Switches leaf[0], leaf[1] ... that have hosts.",
                          IntegerValue(4),
                          MakeQuantityAccessor(&LeafSpineTopology::m_leaves),
                          MakeIntegerRangeChecker(1, 4'096))
            .AddAttribute("Spines",
                          "Switches spine[0], spine[1] ... each linked to every leaf.",
                          IntegerValue(4),
                          MakeQuantityAccessor(&LeafSpineTopology::m_spines),
                          MakeIntegerRangeChecker(1, 4'096))
            .AddAttribute("HostsPerLeaf",
                          "Hosts at each leaf: host[0], host[1] ... at leaf[0], and so on.",
                          IntegerValue(4),
                          MakeQuantityAccessor(&LeafSpineTopology::m_hostsPerLeaf),
                          MakeIntegerRangeChecker(1, 4'096))
            .AddAttribute("Parallel",
                          "Links between each leaf and each spine.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&LeafSpineTopology::m_parallel),
                          MakeIntegerRangeChecker(1, 64))
            .AddAttribute("Edge",
                          "The links between hosts and leaves, named host[k]-leaf[i].",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&LeafSpineTopology::m_edge),
                          MakePolicyTemplateChecker<SimplexLink>())
            .AddAttribute(
                "Uplink",
                "The links between leaves and spines, named leaf[i]-spine[j], of parallel "
                "ones the second leaf[i]-spine[j]#2.",
                BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                MakePolicyTemplateAccessor(&LeafSpineTopology::m_uplink),
                MakePolicyTemplateChecker<SimplexLink>());
    return tid;
}

GeneratedTopology
LeafSpineTopology::Generate() const
{
    CheckSize(m_leaves * m_hostsPerLeaf, m_leaves * (m_hostsPerLeaf + m_spines * m_parallel));
    GeneratedTopology topology;
    std::vector<size_t> spines;
    for (int64_t i = 0; i < m_spines; ++i)
    {
        spines.push_back(AddSwitch(topology, fmt::format("spine[{}]", i)));
    }
    int64_t hosts = 0;
    for (int64_t i = 0; i < m_leaves; ++i)
    {
        const size_t leaf = AddSwitch(topology, fmt::format("leaf[{}]", i));
        for (int64_t j = 0; j < m_hostsPerLeaf; ++j)
        {
            AddLink(topology, AddHost(topology, fmt::format("host[{}]", hosts++)), leaf, m_edge);
        }
        for (const size_t spine : spines)
        {
            AddParallelLinks(topology, leaf, spine, m_uplink, m_parallel);
        }
    }
    return topology;
}

} // namespace nexsim
