// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/packed-stagger-trigger-plan.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PackedStaggerTriggerPlan);

ns3::TypeId
PackedStaggerTriggerPlan::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PackedStaggerTriggerPlan")
                                       .SetParent<TriggerPlan>()
                                       .SetGroupName("nexsim/sensor")
                                       .AddConstructor<PackedStaggerTriggerPlan>();
    return tid;
}

std::vector<SimTime>
PackedStaggerTriggerPlan::Offsets(const Sensors& sensors) const
{
    const SimTime period = ShortestPeriod(sensors);
    const auto count = static_cast<int64_t>(sensors.size());
    SimTime sum;
    for (const PlannedSensor* sensor : sensors)
    {
        sum += sensor->ReadOut();
    }
    const SimTime spare = std::max(SimTime(0), period - sum);
    std::vector<SimTime> offsets;
    SimTime before;
    for (int64_t i = 0; i < count; ++i)
    {
        const PlannedSensor& sensor = *sensors[static_cast<size_t>(i)];
        const auto gaps = static_cast<__int128>(spare.Value()) * i / count;
        offsets.push_back(before + SimTime(static_cast<int64_t>(gaps)) +
                          ExposureAllowance(sensors, sensor));
        before += sensor.ReadOut();
    }
    return offsets;
}

std::string
PackedStaggerTriggerPlan::Obstacle(const Sensors& sensors) const
{
    return ObstacleToAny(sensors);
}

} // namespace nexsim
