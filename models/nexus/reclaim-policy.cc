// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/reclaim-policy.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ReclaimPolicy);

ns3::TypeId
ReclaimPolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ReclaimPolicy").SetParent<ns3::Object>().SetGroupName("nexsim/nexus");
    return tid;
}

} // namespace nexsim
