// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/low-water-pool-policy.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(LowWaterPoolPolicy);

ns3::TypeId
LowWaterPoolPolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::LowWaterPoolPolicy")
            .SetParent<PoolPolicy>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<LowWaterPoolPolicy>()
            .AddAttribute("Mark",
                          "Fewer unclaimed packets than this make the working set grow.",
                          QuantityDefault(Packets(8)),
                          MakeQuantityAccessor(&LowWaterPoolPolicy::m_mark),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(16'383)))
            .AddAttribute("Step",
                          "By so many it grows.",
                          QuantityDefault(Packets(8)),
                          MakeQuantityAccessor(&LowWaterPoolPolicy::m_step),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(16'383)));
    return tid;
}

Packets
LowWaterPoolPolicy::OnSync(const AllocSync& sync)
{
    if (sync.unclaimed < m_mark)
    {
        m_workingSet = std::min(m_workingSet + m_step.Value(), sync.limit.Value());
    }
    return Packets(m_workingSet);
}

} // namespace nexsim
