// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/trigger-plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TriggerPlan);

ns3::TypeId
TriggerPlan::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::TriggerPlan").SetParent<ns3::Object>().SetGroupName("nexsim/sensor");
    return tid;
}

SimTime
ShortestPeriod(const TriggerPlan::Sensors& sensors)
{
    SimTime shortest = kNever;
    for (const PlannedSensor* sensor : sensors)
    {
        shortest = std::min(shortest, sensor->Period());
    }
    return shortest;
}

SimTime
ExposureAllowance(const TriggerPlan::Sensors& sensors, const PlannedSensor& sensor)
{
    SimTime longest;
    for (const PlannedSensor* other : sensors)
    {
        longest = std::max(longest, other->Exposure());
    }
    return longest - sensor.Exposure();
}

std::string
ObstacleToAny(const TriggerPlan::Sensors& sensors)
{
    const SimTime period = ShortestPeriod(sensors);
    SimTime sum;
    for (const PlannedSensor* sensor : sensors)
    {
        sum += sensor->ReadOut();
        if (sensor->Period().Value() % period.Value() != 0)
        {
            return fmt::format("the period of {}, {}, is no multiple of the shortest, {}: its "
                               "read-outs pass over those of others",
                               sensor->Name(),
                               MilliSecondsText(sensor->Period()),
                               MilliSecondsText(period));
        }
    }
    return sum <= period ? ""
                         : fmt::format("the read-outs of {} sensors take {} together, and the "
                                       "shortest period is {}: they cannot be staggered without "
                                       "overlap",
                                       sensors.size(),
                                       MilliSecondsText(sum),
                                       MilliSecondsText(period));
}

std::string
MilliSecondsText(SimTime time)
{
    return fmt::format("{:.6g} ms", static_cast<double>(time.Value()) / 1e9);
}

} // namespace nexsim
