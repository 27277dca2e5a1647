// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVEN_STAGGER_TRIGGER_PLAN_H
#define NEXSIM_EVEN_STAGGER_TRIGGER_PLAN_H

#include "models/sensor/trigger-plan.h"

namespace nexsim
{

/**
 * @brief The read-out of the i-th of N sensors begins i x T/N into the period T, the shortest of all.
 *
 * Sensors with longer exposures are triggered earlier, so that read-outs are even. They do not overlap
 * when periods are multiples of T and each read-out takes at most T/N.
 */
class EvenStaggerTriggerPlan : public TriggerPlan
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<SimTime> Offsets(const Sensors& sensors) const override;
    std::string Obstacle(const Sensors& sensors) const override;
};

} // namespace nexsim

#endif // NEXSIM_EVEN_STAGGER_TRIGGER_PLAN_H
