// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/dumbbell-topology.h"

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"

#include <fmt/format.h>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DumbbellTopology);

ns3::TypeId
DumbbellTopology::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DumbbellTopology")
            .SetParent<Topology>()
            .SetGroupName("nexsim/topology")
            .AddConstructor<DumbbellTopology>()
            .AddAttribute("Left",
                          "Hosts left[0], left[1] ... at the switch west.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&DumbbellTopology::m_left),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Right",
                          "Hosts right[0], right[1] ... at the switch east.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&DumbbellTopology::m_right),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Edge",
                          "The links between hosts and switches.",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&DumbbellTopology::m_edge),
                          MakePolicyTemplateChecker<SimplexLink>())
            .AddAttribute("Bottleneck",
                          "The link between the switches, named bottleneck.",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&DumbbellTopology::m_bottleneck),
                          MakePolicyTemplateChecker<SimplexLink>());
    return tid;
}

GeneratedTopology
DumbbellTopology::Generate() const
{
    GeneratedTopology topology;
    const size_t west = AddSwitch(topology, "west");
    const size_t east = AddSwitch(topology, "east");
    topology.links.push_back({"bottleneck", west, east, m_bottleneck});
    for (int64_t i = 0; i < m_left; ++i)
    {
        AddLink(topology, AddHost(topology, fmt::format("left[{}]", i)), west, m_edge);
    }
    for (int64_t i = 0; i < m_right; ++i)
    {
        AddLink(topology, east, AddHost(topology, fmt::format("right[{}]", i)), m_edge);
    }
    return topology;
}

} // namespace nexsim
