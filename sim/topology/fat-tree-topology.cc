// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/fat-tree-topology.h"

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FatTreeTopology);

ns3::TypeId
FatTreeTopology::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FatTreeTopology")
            .SetParent<Topology>()
            .SetGroupName("nexsim/topology")
            .AddConstructor<FatTreeTopology>()
            .AddAttribute(
                "K",
                "Ports per switch, an even number: K^3/4 hosts host[0], host[1] ..., K^2/2 "
                "switches edge[i], as many agg[i], and K^2/4 switches core[i].",
                IntegerValue(4),
                MakeQuantityAccessor(&FatTreeTopology::m_k),
                MakeIntegerRangeChecker(2, 32))
            .AddAttribute("HostsPerEdge",
                          "Hosts at each edge switch; 0 for K/2. With more, edge switches are "
                          "oversubscribed by HostsPerEdge to K/2.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&FatTreeTopology::m_hostsPerEdge),
                          MakeIntegerRangeChecker(0, 1'024))
            .AddAttribute("Edge",
                          "The links between hosts and edge switches, named host[i]-edge[j].",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&FatTreeTopology::m_edge),
                          MakePolicyTemplateChecker<SimplexLink>())
            .AddAttribute("Fabric",
                          "The links within a pod, named edge[i]-agg[j].",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&FatTreeTopology::m_fabric),
                          MakePolicyTemplateChecker<SimplexLink>())
            .AddAttribute("Core",
                          "The links between pods and core, named agg[i]-core[j].",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&FatTreeTopology::m_core),
                          MakePolicyTemplateChecker<SimplexLink>());
    return tid;
}

GeneratedTopology
FatTreeTopology::Generate() const
{
    if (m_k % 2 != 0)
    {
        throw std::invalid_argument(fmt::format("K of a FatTree must be even; got {}", m_k));
    }
    const int64_t hosts = m_k * m_k / 2 * HostsPerEdge();
    CheckSize(hosts, hosts + m_k * m_k * m_k / 2);
    GeneratedTopology topology;
    std::vector<size_t> cores;
    for (int64_t i = 0; i < m_k * m_k / 4; ++i)
    {
        cores.push_back(AddSwitch(topology, fmt::format("core[{}]", i)));
    }
    for (int64_t pod = 0; pod < m_k; ++pod)
    {
        AddPod(topology, cores, pod);
    }
    return topology;
}

void
FatTreeTopology::AddPod(GeneratedTopology& topology,
                        const std::vector<size_t>& cores,
                        int64_t pod) const
{
    const int64_t half = m_k / 2;
    std::vector<size_t> aggregation;
    for (int64_t i = 0; i < half; ++i)
    {
        aggregation.push_back(AddSwitch(topology, fmt::format("agg[{}]", pod * half + i)));
        for (int64_t j = 0; j < half; ++j)
        {
            const auto core = static_cast<size_t>(i * half + j);
            AddLink(topology, aggregation.back(), cores[core], m_core);
        }
    }
    for (int64_t i = pod * half; i < (pod + 1) * half; ++i)
    {
        const size_t edge = AddSwitch(topology, fmt::format("edge[{}]", i));
        for (int64_t j = 0; j < HostsPerEdge(); ++j)
        {
            const std::string name = fmt::format("host[{}]", i * HostsPerEdge() + j);
            AddLink(topology, AddHost(topology, name), edge, m_edge);
        }
        for (const size_t above : aggregation)
        {
            AddLink(topology, edge, above, m_fabric);
        }
    }
}

} // namespace nexsim
