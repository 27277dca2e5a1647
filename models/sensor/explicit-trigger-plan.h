// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPLICIT_TRIGGER_PLAN_H
#define NEXSIM_EXPLICIT_TRIGGER_PLAN_H

#include "models/sensor/trigger-plan.h"

namespace nexsim
{

/** @brief Each sensor at its own attribute Offset. */
class ExplicitTriggerPlan : public TriggerPlan
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<SimTime> Offsets(const Sensors& sensors) const override;
    std::string Obstacle(const Sensors& sensors) const override;
};

} // namespace nexsim

#endif // NEXSIM_EXPLICIT_TRIGGER_PLAN_H
