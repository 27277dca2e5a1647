// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/static-pool-policy.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(StaticPoolPolicy);

ns3::TypeId
StaticPoolPolicy::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::StaticPoolPolicy")
                                       .SetParent<PoolPolicy>()
                                       .SetGroupName("nexsim/nexus")
                                       .AddConstructor<StaticPoolPolicy>();
    return tid;
}

Packets
StaticPoolPolicy::OnSync(const AllocSync& sync)
{
    m_workingSet = sync.limit;
    return m_workingSet;
}

} // namespace nexsim
