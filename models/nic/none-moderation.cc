// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/none-moderation.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(NoneInterruptModeration);

ns3::TypeId
NoneInterruptModeration::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::NoneInterruptModeration")
                                       .SetParent<InterruptModeration>()
                                       .SetGroupName("nexsim/nic")
                                       .AddConstructor<NoneInterruptModeration>();
    return tid;
}

} // namespace nexsim
