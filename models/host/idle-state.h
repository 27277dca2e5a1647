// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_IDLE_STATE_H
#define NEXSIM_IDLE_STATE_H

#include "models/base/quantity.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief One idle state of a host's cores (ACPI: C-state), as a scenario gives it. */
class IdleState : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Idleness after which a core is in this state, unless a deeper one follows. */
    SimTime Residency() const
    {
        return m_residency;
    }

    /** @brief What it takes from the wake-up of a task until the core works. */
    SimTime ExitLatency() const
    {
        return m_exitLatency;
    }

  private:
    SimTime m_residency;
    SimTime m_exitLatency;
};

} // namespace nexsim

#endif // NEXSIM_IDLE_STATE_H
