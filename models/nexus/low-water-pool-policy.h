// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LOW_WATER_POOL_POLICY_H
#define NEXSIM_LOW_WATER_POOL_POLICY_H

#include "models/nexus/pool-policy.h"

namespace nexsim
{

/**
 * @brief Grows by a step whenever fewer than a mark lie unclaimed, and never shrinks: for comparison.
 *
 * What a pool is often taken for. It knows nothing of who ran dry, nor of time.
 */
class LowWaterPoolPolicy : public PoolPolicy
{
  public:
    static ns3::TypeId GetTypeId();

    Packets OnSync(const AllocSync& sync) override;

    bool OnPurge(int64_t /*idleSeconds*/) override
    {
        return false;
    }

    void Restart() override
    {
        m_workingSet = 0;
    }

    Packets WorkingSet() const override
    {
        return Packets(m_workingSet);
    }

  private:
    // attributes
    Packets m_mark;
    Packets m_step;

    int64_t m_workingSet = 0;
};

} // namespace nexsim

#endif // NEXSIM_LOW_WATER_POOL_POLICY_H
