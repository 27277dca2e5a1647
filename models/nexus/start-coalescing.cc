// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/start-coalescing.h"

namespace nexsim
{

void
StartCoalescing::OnEnqueue(int64_t packets, SimTime now)
{
    const SimTime elapsed = now - m_windowStart;
    if (m_inWindow > 0 && elapsed >= Window())
    {
        const int64_t over = elapsed.Value() / Window().Value();
        m_idle = (m_inWindow < m_queueLength ? m_idle + 1 : 0) + over - 1;
        if (m_idle >= kIdleWindows || elapsed >= kForgetAfter)
        {
            m_isOn = false;
            m_idle = 0;
        }
        m_inWindow = 0;
    }
    if (m_inWindow == 0)
    {
        m_windowStart = now;
    }
    m_inWindow += packets;
    if (m_inWindow >= m_queueLength)
    {
        m_isOn = true;
        m_idle = 0;
    }
}

} // namespace nexsim
