// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COUNT_OR_TIMER_RELEASE_POLICY_H
#define NEXSIM_COUNT_OR_TIMER_RELEASE_POLICY_H

#include "models/nexus/holding-release-policy.h"

namespace nexsim
{

/**
 * @brief A batch waits for further packets of its flow, up to a number or a time.
 *
 * Reconstruction: US11606302B2 claims a release condition, and its claim 5 port events; a timer is
 * nowhere stated.
 */
class CountOrTimerReleasePolicy : public HoldingReleasePolicy
{
  public:
    static ns3::TypeId GetTypeId();

    SimTime Deadline(const FlowBatch& batch) const override;

  private:
    SimTime m_delay;
};

} // namespace nexsim

#endif // NEXSIM_COUNT_OR_TIMER_RELEASE_POLICY_H
