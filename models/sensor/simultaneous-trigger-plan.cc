// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/simultaneous-trigger-plan.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SimultaneousTriggerPlan);

ns3::TypeId
SimultaneousTriggerPlan::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::SimultaneousTriggerPlan")
                                       .SetParent<TriggerPlan>()
                                       .SetGroupName("nexsim/sensor")
                                       .AddConstructor<SimultaneousTriggerPlan>();
    return tid;
}

std::vector<SimTime>
SimultaneousTriggerPlan::Offsets(const Sensors& sensors) const
{
    return std::vector<SimTime>(sensors.size());
}

std::string
SimultaneousTriggerPlan::Obstacle(const Sensors& /* sensors */) const
{
    return ""; // it does not try to keep them apart
}

} // namespace nexsim
