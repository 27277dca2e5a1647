// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/ledger.h"

#include "models/base/hash.h"

namespace nexsim
{

DropReason&
Ledger::AddReason(std::string component, std::string reason)
{
    const uint64_t hash = HashName(reason, HashName(component));
    m_reasons.push_back({std::move(component), std::move(reason), hash, {}});
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
