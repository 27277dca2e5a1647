// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/mac-table.h"

#include <algorithm>

namespace nexsim
{

bool
MacTable::Learn(ns3::Mac48Address address, uint32_t port, SimTime now)
{
    const auto known = m_entries.find(address);
    if (known != m_entries.end())
    {
        known->second = {port, now};
        return true;
    }
    if (Size() >= m_capacity)
    {
        ForgetOld(now);
    }
    if (Size() >= m_capacity)
    {
        return false;
    }
    m_entries.emplace(address, Entry{port, now});
    m_oldest = std::min(m_oldest, now);
    return true;
}

std::optional<uint32_t>
MacTable::Find(ns3::Mac48Address address, SimTime now) const
{
    const auto known = m_entries.find(address);
    if (known == m_entries.end() || now - known->second.seen > m_ageing)
    {
        return std::nullopt;
    }
    return known->second.port;
}

void
MacTable::Clear()
{
    m_entries.clear();
    m_oldest = kNever;
}

void
MacTable::ForgetOld(SimTime now)
{
    // Most often nothing can be old enough, and the table is not walked.
    if (m_oldest == kNever || now - m_oldest <= m_ageing)
    {
        return;
    }
    m_oldest = kNever;
    for (auto at = m_entries.begin(); at != m_entries.end();)
    {
        if (now - at->second.seen > m_ageing)
        {
            at = m_entries.erase(at);
            continue;
        }
        m_oldest = std::min(m_oldest, at->second.seen);
        ++at;
    }
}

} // namespace nexsim
