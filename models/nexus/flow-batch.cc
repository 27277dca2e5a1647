// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-batch.h"

namespace nexsim
{

void
FlowBatch::Append(PacketPtr packet, SimTime now)
{
    MeasureGap(now);
    if (m_packets.Empty())
    {
        m_since = now;
    }
    m_bytes += packet->size;
    m_flags = static_cast<uint8_t>(m_flags | packet->flags);
    m_packets.Push(std::move(packet));
}

/** Packets that come at one instant share the time since those before them. */
void
FlowBatch::MeasureGap(SimTime now)
{
    if (now == m_touched)
    {
        ++m_atTouch;
        return;
    }
    if (m_touched >= SimTime(0))
    {
        const SimTime gap((now - m_touched).Value() / m_atTouch);
        m_meanGap = m_meanGap == kNever ? gap : m_meanGap + SimTime((gap - m_meanGap).Value() / 4);
    }
    m_touched = now;
    m_atTouch = 1;
}

void
FlowBatch::TakeAll(PacketFifo& to)
{
    while (!m_packets.Empty())
    {
        to.Push(m_packets.Pop());
    }
    m_bytes = 0;
    m_flags = 0;
}

} // namespace nexsim
