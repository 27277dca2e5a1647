// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/keep-reclaim-policy.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(KeepReclaimPolicy);

ns3::TypeId
KeepReclaimPolicy::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::KeepReclaimPolicy")
                                       .SetParent<ReclaimPolicy>()
                                       .SetGroupName("nexsim/nexus")
                                       .AddConstructor<KeepReclaimPolicy>();
    return tid;
}

} // namespace nexsim
