// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/explicit-trigger-plan.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ExplicitTriggerPlan);

ns3::TypeId
ExplicitTriggerPlan::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::ExplicitTriggerPlan")
                                       .SetParent<TriggerPlan>()
                                       .SetGroupName("nexsim/sensor")
                                       .AddConstructor<ExplicitTriggerPlan>();
    return tid;
}

std::vector<SimTime>
ExplicitTriggerPlan::Offsets(const Sensors& sensors) const
{
    std::vector<SimTime> offsets;
    for (const PlannedSensor* sensor : sensors)
    {
        offsets.push_back(sensor->ConfiguredOffset());
    }
    return offsets;
}

std::string
ExplicitTriggerPlan::Obstacle(const Sensors& /* sensors */) const
{
    return ""; // it does not try to keep them apart
}

} // namespace nexsim
