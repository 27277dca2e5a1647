// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKED_STAGGER_TRIGGER_PLAN_H
#define NEXSIM_PACKED_STAGGER_TRIGGER_PLAN_H

#include "models/sensor/trigger-plan.h"

namespace nexsim
{

/**
 * @brief Read-outs one after the other, with equal gaps: (T - sum of read-outs)/N each, T being the
 * shortest period.
 *
 * Sensors with longer exposures are triggered earlier. Read-outs do not overlap when their sum is at
 * most T and periods are multiples of T; beyond, the gaps are zero.
 */
class PackedStaggerTriggerPlan : public TriggerPlan
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<SimTime> Offsets(const Sensors& sensors) const override;
    std::string Obstacle(const Sensors& sensors) const override;
};

} // namespace nexsim

#endif // NEXSIM_PACKED_STAGGER_TRIGGER_PLAN_H
