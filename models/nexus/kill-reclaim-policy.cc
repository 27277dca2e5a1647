// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/kill-reclaim-policy.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(KillReclaimPolicy);

ns3::TypeId
KillReclaimPolicy::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::KillReclaimPolicy")
                                       .SetParent<ReclaimPolicy>()
                                       .SetGroupName("nexsim/nexus")
                                       .AddConstructor<KillReclaimPolicy>();
    return tid;
}

void
KillReclaimPolicy::OnShortage(ReclaimControl& control)
{
    const std::vector<ReclaimableChannel*> suspended = control.Suspended();
    if (!suspended.empty() && !control.IsBusy())
    {
        control.AskKill(*suspended.front());
    }
}

} // namespace nexsim
