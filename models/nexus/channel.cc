// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel.h"

namespace nexsim
{

void
ReceiveRing::Sync()
{
    m_emptied = 0;
    while (!m_hidden.Empty())
    {
        m_visible.Push(m_hidden.Pop());
    }
}

Tally
ReceiveRing::Held() const
{
    Tally held = m_hidden.Sum();
    held += m_visible.Sum();
    return held;
}

void
ReceiveRing::Clear()
{
    m_hidden.Clear();
    m_visible.Clear();
}

} // namespace nexsim
