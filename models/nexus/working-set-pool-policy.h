// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WORKING_SET_POOL_POLICY_H
#define NEXSIM_WORKING_SET_POOL_POLICY_H

#include "models/nexus/pool-policy.h"

namespace nexsim
{

/**
 * @brief XNU's working set (na_packet_pool_alloc_sync_common; US11178260B2).
 *
 * Half more when the user ran dry, up to the ring's limit; a quarter less when `Hold` has passed and
 * a quarter of it lies unclaimed; never below `Floor`; nothing by a purge after `Purge`.
 */
class WorkingSetPoolPolicy : public PoolPolicy
{
  public:
    static ns3::TypeId GetTypeId();

    Packets OnSync(const AllocSync& sync) override;
    bool OnPurge(int64_t idleSeconds) override;

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
    Packets m_floor;
    SimTime m_hold;
    SimTime m_purge;

    int64_t m_workingSet = 0;
};

} // namespace nexsim

#endif // NEXSIM_WORKING_SET_POOL_POLICY_H
