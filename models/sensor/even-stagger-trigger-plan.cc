// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/even-stagger-trigger-plan.h"

#include <fmt/format.h>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(EvenStaggerTriggerPlan);

ns3::TypeId
EvenStaggerTriggerPlan::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::EvenStaggerTriggerPlan")
                                       .SetParent<TriggerPlan>()
                                       .SetGroupName("nexsim/sensor")
                                       .AddConstructor<EvenStaggerTriggerPlan>();
    return tid;
}

std::vector<SimTime>
EvenStaggerTriggerPlan::Offsets(const Sensors& sensors) const
{
    const SimTime period = ShortestPeriod(sensors);
    const auto count = static_cast<int64_t>(sensors.size());
    std::vector<SimTime> offsets;
    for (int64_t i = 0; i < count; ++i)
    {
        const auto share = static_cast<__int128>(period.Value()) * i / count;
        const PlannedSensor& sensor = *sensors[static_cast<size_t>(i)];
        offsets.push_back(SimTime(static_cast<int64_t>(share)) +
                          ExposureAllowance(sensors, sensor));
    }
    return offsets;
}

std::string
EvenStaggerTriggerPlan::Obstacle(const Sensors& sensors) const
{
    const std::string obstacle = ObstacleToAny(sensors);
    if (!obstacle.empty())
    {
        return obstacle;
    }
    const SimTime period = ShortestPeriod(sensors);
    const auto count = static_cast<int64_t>(sensors.size());
    for (const PlannedSensor* sensor : sensors)
    {
        if (sensor->ReadOut() * count > period)
        {
            return fmt::format("the read-out of {} takes {}, more than its even share of {}; "
                               "PackedStagger gives each sensor what it needs",
                               sensor->Name(),
                               MilliSecondsText(sensor->ReadOut()),
                               MilliSecondsText(SimTime(period.Value() / count)));
        }
    }
    return "";
}

} // namespace nexsim
