// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/interrupt-moderation.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(InterruptModeration);

ns3::TypeId
InterruptModeration::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::InterruptModeration")
                                       .SetParent<ns3::Object>()
                                       .SetGroupName("nexsim/nic");
    return tid;
}

void
InterruptModeration::OnPacket(Packets /*waiting*/)
{
    Line().Raise();
}

void
InterruptModeration::OnEnabled(const HandlerRun& run)
{
    if (run.waiting > Packets(0))
    {
        Line().Raise();
    }
}

} // namespace nexsim
