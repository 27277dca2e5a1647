// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STATIC_POOL_POLICY_H
#define NEXSIM_STATIC_POOL_POLICY_H

#include "models/nexus/pool-policy.h"

namespace nexsim
{

/** @brief A pool sized for its peak, all of it in memory; the ring is filled at every sync. */
class StaticPoolPolicy : public PoolPolicy
{
  public:
    static ns3::TypeId GetTypeId();

    bool IsStatic() const override
    {
        return true;
    }

    Packets OnSync(const AllocSync& sync) override;

    bool OnPurge(int64_t /*idleSeconds*/) override
    {
        return false;
    }

    Packets WorkingSet() const override
    {
        return m_workingSet;
    }

  private:
    Packets m_workingSet;
};

} // namespace nexsim

#endif // NEXSIM_STATIC_POOL_POLICY_H
