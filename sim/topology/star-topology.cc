// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/star-topology.h"

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"

#include <fmt/format.h>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(StarTopology);

ns3::TypeId
StarTopology::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::StarTopology")
            .SetParent<Topology>()
            .SetGroupName("nexsim/topology")
            .AddConstructor<StarTopology>()
            .AddAttribute("Hosts",
                          "Hosts host[0], host[1] ... at the switch sw.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&StarTopology::m_hosts),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Edge",
                          "The links between hosts and switch.",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&StarTopology::m_edge),
                          MakePolicyTemplateChecker<SimplexLink>());
    return tid;
}

GeneratedTopology
StarTopology::Generate() const
{
    GeneratedTopology topology;
    const size_t hub = AddSwitch(topology, "sw");
    for (int64_t i = 0; i < m_hosts; ++i)
    {
        AddLink(topology, AddHost(topology, fmt::format("host[{}]", i)), hub, m_edge);
    }
    return topology;
}

} // namespace nexsim
