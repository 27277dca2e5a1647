// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RANDOM_PHASE_TRIGGER_PLAN_H
#define NEXSIM_RANDOM_PHASE_TRIGGER_PLAN_H

#include "models/sensor/trigger-plan.h"

namespace nexsim
{

/** @brief Each sensor at a phase of its own, uniform in its period: as if nobody controlled them. */
class RandomPhaseTriggerPlan : public TriggerPlan
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<SimTime> Offsets(const Sensors& sensors) const override;
    std::string Obstacle(const Sensors& sensors) const override;
};

} // namespace nexsim

#endif // NEXSIM_RANDOM_PHASE_TRIGGER_PLAN_H
