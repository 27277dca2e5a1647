// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SIMULTANEOUS_TRIGGER_PLAN_H
#define NEXSIM_SIMULTANEOUS_TRIGGER_PLAN_H

#include "models/sensor/trigger-plan.h"

namespace nexsim
{

/** @brief All sensors at once: what staggering is measured against. */
class SimultaneousTriggerPlan : public TriggerPlan
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<SimTime> Offsets(const Sensors& sensors) const override;
    std::string Obstacle(const Sensors& sensors) const override;
};

} // namespace nexsim

#endif // NEXSIM_SIMULTANEOUS_TRIGGER_PLAN_H
