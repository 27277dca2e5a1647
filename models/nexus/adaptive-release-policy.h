// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ADAPTIVE_RELEASE_POLICY_H
#define NEXSIM_ADAPTIVE_RELEASE_POLICY_H

#include "models/nexus/holding-release-policy.h"

namespace nexsim
{

/**
 * @brief A batch waits only as long as its flow is expected to take to fill it.
 *
 * Reconstruction, without a source: the wait is the mean time between packets of the flow in the
 * recent past times the packets of a full batch, MaxDelay at most; no wait at all for a flow whose
 * next packet is not expected within MaxDelay.
 */
class AdaptiveReleasePolicy : public HoldingReleasePolicy
{
  public:
    static ns3::TypeId GetTypeId();

    std::optional<ReleaseCause> Decide(const FlowBatch& batch, PassEnd end) const override;
    SimTime Deadline(const FlowBatch& batch) const override;

  private:
    SimTime m_maxDelay;
};

} // namespace nexsim

#endif // NEXSIM_ADAPTIVE_RELEASE_POLICY_H
