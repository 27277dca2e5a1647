// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/arbiter.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Arbiter);

ns3::TypeId
Arbiter::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Arbiter").SetParent<ns3::Object>().SetGroupName("nexsim/switch");
    return tid;
}

} // namespace nexsim
