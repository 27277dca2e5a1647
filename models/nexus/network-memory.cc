// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/network-memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

bool
NetworkMemory::Allow(int64_t bytes)
{
    const bool isAllowed = AllowAgain(bytes);
    m_failures += isAllowed ? 0 : 1;
    return isAllowed;
}

bool
NetworkMemory::AllowAgain(int64_t bytes)
{
    if (bytes <= m_limit - m_used)
    {
        return true;
    }
    m_client->OnShortage();
    return false;
}

unsigned __int128
NetworkMemory::Integral() const
{
    return m_integral + static_cast<unsigned __int128>(m_used) *
                            static_cast<unsigned __int128>((m_clock->Now() - m_since).Value());
}

void
NetworkMemory::Change(int64_t bytes)
{
    m_integral = Integral();
    m_since = m_clock->Now();
    m_used += bytes;
    m_most = std::max(m_most, m_used);
}

void
NetworkMemory::Add(int64_t bytes)
{
    Change(bytes);
}

void
NetworkMemory::Remove(int64_t bytes)
{
    if (bytes > m_used)
    {
        throw std::logic_error(
            fmt::format("{} B of networking memory come back, of {} in use", bytes, m_used));
    }
    Change(-bytes);
    if (bytes > 0)
    {
        m_client->OnReleased();
    }
}

} // namespace nexsim
