// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DEFUNCT_RECLAIM_POLICY_H
#define NEXSIM_DEFUNCT_RECLAIM_POLICY_H

#include "models/nexus/reclaim-policy.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief Channels of suspended applications become defunct (US10819831B2): as soon as these are
 * suspended, as XNU does (pid_shutdown_sockets), or all together when an allocation fails.
 */
class DefunctReclaimPolicy : public ReclaimPolicy
{
  public:
    static ns3::TypeId GetTypeId();

    void OnSuspended(ReclaimableChannel& channel, ReclaimControl& control) override;
    void OnShortage(ReclaimControl& control) override;

  private:
    enum class When : uint8_t
    {
        Suspension,
        Pressure
    };

    When m_when = When::Suspension;
};

} // namespace nexsim

#endif // NEXSIM_DEFUNCT_RECLAIM_POLICY_H
