// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_KEEP_RECLAIM_POLICY_H
#define NEXSIM_KEEP_RECLAIM_POLICY_H

#include "models/nexus/reclaim-policy.h"

namespace nexsim
{

/** @brief Suspended applications keep their memory; whoever needs some fails. */
class KeepReclaimPolicy : public ReclaimPolicy
{
  public:
    static ns3::TypeId GetTypeId();
};

} // namespace nexsim

#endif // NEXSIM_KEEP_RECLAIM_POLICY_H
