// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/ledger.h"

#include "models/base/hash.h"

namespace nexsim
{

DropReason&
Ledger::AddReason(const std::string& component, const std::string& reason)
{
    if (m_components.empty() || m_components.back() != component)
    {
        m_components.push_back(component);
    }
    const uint64_t hash = HashName(reason, HashName(component));
    m_reasons.push_back({m_components.back(), *m_names.insert(reason).first, hash, {}});
    return m_reasons.back();
}

Tally
Ledger::Inside() const
{
    Tally inside = m_born;
    for (size_t kind = 0; kind < kConversionCount; ++kind)
    {
        inside.packets += m_made[kind].packets - m_taken[kind].packets;
        inside.payloadBytes += m_made[kind].payloadBytes - m_taken[kind].payloadBytes;
    }
    inside.packets -= m_delivered.packets + m_dropped.packets;
    inside.payloadBytes -= m_delivered.payloadBytes + m_dropped.payloadBytes;
    return inside;
}

} // namespace nexsim
