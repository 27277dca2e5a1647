// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/fingerprint.h"

#include <algorithm>

namespace nexsim
{

void
Fingerprint::AddObserver(EventObserver& observer)
{
    const uint64_t count = EventCount();
    m_observers.push_back(&observer);
    PlanAttention(count);
}

void
Fingerprint::RemoveObserver(EventObserver& observer)
{
    const uint64_t count = EventCount();
    m_observers.erase(std::remove(m_observers.begin(), m_observers.end(), &observer),
                      m_observers.end());
    PlanAttention(count);
}

void
Fingerprint::Attend(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    const uint64_t count = EventCount();
    if (count % m_spacing == 0)
    {
        AddCheckpoint(now);
    }
    PlanAttention(count);
    for (EventObserver* observer : m_observers)
    {
        observer->OnEvent(now, pathHash, kind, packet);
    }
}

void
Fingerprint::AddCheckpoint(SimTime now)
{
    m_checkpoints.push_back({EventCount(), now, m_hashes});
    if (m_checkpoints.size() == kMostCheckpoints)
    {
        m_spacing *= 2;
        const auto isBetween = [this](const Checkpoint& checkpoint) {
            return checkpoint.events % m_spacing != 0;
        };
        m_checkpoints.erase(std::remove_if(m_checkpoints.begin(), m_checkpoints.end(), isBetween),
                            m_checkpoints.end());
    }
}

void
Fingerprint::PlanAttention(uint64_t count)
{
    m_attendedAt = count;
    m_stride = m_observers.empty() ? m_spacing - count % m_spacing : 1;
    m_quiet = m_stride;
}

} // namespace nexsim
