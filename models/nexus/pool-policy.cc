// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/pool-policy.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PoolPolicy);

ns3::TypeId
PoolPolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PoolPolicy").SetParent<ns3::Object>().SetGroupName("nexsim/nexus");
    return tid;
}

} // namespace nexsim
