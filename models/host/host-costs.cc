// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/host-costs.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(HostCosts);

ns3::TypeId
HostCosts::GetTypeId()
{
    // Without a constructor: a scenario writes its figures and names no type.
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::HostCosts").SetParent<ns3::Object>().SetGroupName("nexsim/host");
    return tid;
}

} // namespace nexsim
