// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HOLDING_RELEASE_POLICY_H
#define NEXSIM_HOLDING_RELEASE_POLICY_H

#include "models/nexus/release-policy.h"

namespace nexsim
{

/** @brief What policies have in common that keep a batch until so many packets are there. */
class HoldingReleasePolicy : public ReleasePolicy
{
  public:
    static ns3::TypeId GetTypeId();

    Packets PassLimit() const override
    {
        return m_limit;
    }

    std::optional<ReleaseCause> Decide(const FlowBatch& batch, PassEnd end) const override;

  protected:
    Packets Count() const
    {
        return m_count;
    }

  private:
    Packets m_limit;
    Packets m_count;
    PortEvents m_events = PortEvents::FinRstPsh;
};

} // namespace nexsim

#endif // NEXSIM_HOLDING_RELEASE_POLICY_H
