// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PER_PACKET_RELEASE_POLICY_H
#define NEXSIM_PER_PACKET_RELEASE_POLICY_H

#include "models/nexus/release-policy.h"

namespace nexsim
{

/** @brief Nothing is batched: each packet is looked up and delivered before the next one. */
class PerPacketReleasePolicy : public ReleasePolicy
{
  public:
    static ns3::TypeId GetTypeId();

    Packets PassLimit() const override;
    std::optional<ReleaseCause> Decide(const FlowBatch& batch, PassEnd end) const override;
};

} // namespace nexsim

#endif // NEXSIM_PER_PACKET_RELEASE_POLICY_H
