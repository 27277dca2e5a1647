// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BATCH_OR_CHAIN_END_RELEASE_POLICY_H
#define NEXSIM_BATCH_OR_CHAIN_END_RELEASE_POLICY_H

#include "models/nexus/release-policy.h"

namespace nexsim
{

/** @brief What XNU ships: a batch leaves with the pass that it came in, whatever it holds. */
class BatchOrChainEndReleasePolicy : public ReleasePolicy
{
  public:
    static ns3::TypeId GetTypeId();

    Packets PassLimit() const override;
    std::optional<ReleaseCause> Decide(const FlowBatch& batch, PassEnd end) const override;

  private:
    Packets m_limit;
};

} // namespace nexsim

#endif // NEXSIM_BATCH_OR_CHAIN_END_RELEASE_POLICY_H
