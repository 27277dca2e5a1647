// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/chain-topology.h"

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"

#include <fmt/format.h>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ChainTopology);

ns3::TypeId
ChainTopology::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ChainTopology")
            .SetParent<Topology>()
            .SetGroupName("nexsim/topology")
            .AddConstructor<ChainTopology>()
            .AddAttribute("Switches",
                          "Switches sw[0], sw[1] ... between the hosts a and b.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&ChainTopology::m_switches),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Edge",
                          "The links between hosts and switches.",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&ChainTopology::m_edge),
                          MakePolicyTemplateChecker<SimplexLink>())
            .AddAttribute("Core",
                          "The links between switches.",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&ChainTopology::m_core),
                          MakePolicyTemplateChecker<SimplexLink>());
    return tid;
}

GeneratedTopology
ChainTopology::Generate() const
{
    GeneratedTopology topology;
    size_t last = AddHost(topology, "a");
    for (int64_t i = 0; i < m_switches; ++i)
    {
        const size_t next = AddSwitch(topology, fmt::format("sw[{}]", i));
        AddLink(topology, last, next, i == 0 ? m_edge : m_core);
        last = next;
    }
    AddLink(topology, last, AddHost(topology, "b"), m_edge);
    return topology;
}

} // namespace nexsim
