// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/stream-memory.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

void
StreamMemory::Account(SimTime at)
{
    const MemoryState state = State();
    m_times[static_cast<size_t>(state)] += at - m_accounted;
    if (__builtin_expect(m_observer != nullptr, 0))
    {
        m_observer->OnMemory(state, m_accounted, at);
    }
    m_accounted = at;
}

MemoryState
StreamMemory::State() const
{
    if (!m_active)
    {
        return MemoryState::Idle;
    }
    const Side read = m_stored.empty() ? m_writeSide : m_stored.front().side;
    if (m_writeSide == Side::Local)
    {
        return read == Side::Local ? MemoryState::OnTheFly : MemoryState::Returning;
    }
    return read == Side::Local ? MemoryState::Spilling : MemoryState::Spilled;
}

SimTime
StreamMemory::TimeIn(MemoryState state, SimTime now) const
{
    const SimTime past = m_times[static_cast<size_t>(state)];
    return state == State() ? past + (now - m_accounted) : past;
}

void
StreamMemory::SetActive(SimTime at, bool active)
{
    Account(at);
    m_active = active;
}

StreamMemory::Side
StreamMemory::Write(SimTime at, int64_t bytes)
{
    Account(at);
    if (m_writeSide == Side::Local && m_local + bytes > m_capacity.Value())
    {
        m_writeSide = Side::Remote;
    }
    (m_writeSide == Side::Local ? m_local : m_remote) += bytes;
    if (m_writeSide == Side::Remote)
    {
        m_remoteWritten += bytes;
        m_peakRemote = std::max(m_peakRemote, m_remote);
    }
    if (m_stored.empty() || m_stored.back().side != m_writeSide)
    {
        m_stored.push_back({m_writeSide, 0});
    }
    m_stored.back().bytes += bytes;
    return m_writeSide;
}

StreamMemory::Side
StreamMemory::Read(SimTime at, int64_t bytes)
{
    if (m_stored.empty() || m_stored.front().bytes < bytes)
    {
        throw std::logic_error("a stream's memory has no such line to read");
    }
    Account(at);
    const Side side = m_stored.front().side;
    m_stored.front().bytes -= bytes;
    if (m_stored.front().bytes == 0)
    {
        m_stored.pop_front();
    }
    (side == Side::Local ? m_local : m_remote) -= bytes;
    (side == Side::Local ? m_localRead : m_remoteRead) += bytes;
    if (m_writeSide == Side::Remote && m_remote <= m_lowMark.Value())
    {
        m_writeSide = Side::Local;
    }
    return side;
}

} // namespace nexsim
