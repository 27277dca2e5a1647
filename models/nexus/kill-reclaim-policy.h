// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_KILL_RECLAIM_POLICY_H
#define NEXSIM_KILL_RECLAIM_POLICY_H

#include "models/nexus/reclaim-policy.h"

namespace nexsim
{

/**
 * @brief When an allocation fails, the process that has been suspended longest is killed, one at a
 * time (jetsam, as far as it matters here).
 */
class KillReclaimPolicy : public ReclaimPolicy
{
  public:
    static ns3::TypeId GetTypeId();

    void OnShortage(ReclaimControl& control) override;
};

} // namespace nexsim

#endif // NEXSIM_KILL_RECLAIM_POLICY_H
