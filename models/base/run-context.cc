// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/run-context.h"

#include "models/base/component.h"

#include "ns3/simulator.h"

#include <stdexcept>

namespace nexsim
{

RunContext::RunContext(uint32_t seed, uint64_t replication)
    : m_kernel(DeterministicSimulatorImpl::Current()), m_seed(seed), m_replication(replication),
      m_ledger(m_flows, m_fingerprint)
{
    if (ns3::Time::GetResolution() != ns3::Time::PS)
    {
        throw std::runtime_error("nexsim counts picoseconds: put "
                                 "ns3::Time::SetResolution(ns3::Time::PS); first in main");
    }
}

Tally
RunContext::Held() const
{
    Tally held;
    for (const Component* component : m_components)
    {
        held += component->Held();
    }
    return held;
}

} // namespace nexsim
