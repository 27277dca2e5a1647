// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/nexus.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Nexus);

ns3::TypeId
Nexus::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Nexus").SetParent<ns3::Object>().SetGroupName("nexsim/host");
    return tid;
}

} // namespace nexsim
