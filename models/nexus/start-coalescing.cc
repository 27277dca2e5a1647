// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/start-coalescing.h"

namespace nexsim
{

void
StartCoalescing::OnEnqueue(int64_t packets, SimTime now)
{
    const SimTime elapsed = now - m_windowStart;
    if (m_inWindow > 0 && elapsed < Window())
    {
        m_inWindow += packets;
        return;
    }
    if (m_inWindow > 0)
    {
        Judge(elapsed);
    }
    m_windowStart = now;
    m_inWindow = packets;
}

/** The window is over, with so many packets and such a time after its begin. */
void
StartCoalescing::Judge(SimTime elapsed)
{
    if (elapsed >= kForgetAfter)
    {
        m_isOn = false;
        m_idle = 0;
    }
    else if (m_inWindow >= m_queueLength)
    {
        m_isOn = true;
        m_idle = 0;
    }
    else if (m_idle >= kIdleWindows)
    {
        m_isOn = false;
    }
    else
    {
        ++m_idle;
    }
}

} // namespace nexsim
