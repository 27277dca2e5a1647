// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/idle-state.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(IdleState);

ns3::TypeId
IdleState::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::IdleState")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/host")
            .AddConstructor<IdleState>()
            .AddAttribute("Residency",
                          "Idleness after which a core is in this state.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&IdleState::m_residency),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1)))
            .AddAttribute("ExitLatency",
                          "From the wake-up of a task until the core works.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&IdleState::m_exitLatency),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1)));
    return tid;
}

} // namespace nexsim
