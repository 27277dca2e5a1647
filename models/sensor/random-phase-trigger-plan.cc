// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/random-phase-trigger-plan.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(RandomPhaseTriggerPlan);

ns3::TypeId
RandomPhaseTriggerPlan::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::RandomPhaseTriggerPlan")
                                       .SetParent<TriggerPlan>()
                                       .SetGroupName("nexsim/sensor")
                                       .AddConstructor<RandomPhaseTriggerPlan>();
    return tid;
}

std::vector<SimTime>
RandomPhaseTriggerPlan::Offsets(const Sensors& sensors) const
{
    std::vector<SimTime> offsets;
    for (PlannedSensor* sensor : sensors)
    {
        offsets.push_back(SimTime(static_cast<int64_t>(
            sensor->RandomPhase() * static_cast<double>(sensor->Period().Value()))));
    }
    return offsets;
}

std::string
RandomPhaseTriggerPlan::Obstacle(const Sensors& /* sensors */) const
{
    return ""; // it does not try to keep them apart
}

} // namespace nexsim
