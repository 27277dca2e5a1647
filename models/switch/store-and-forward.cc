// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/store-and-forward.h"

#include <algorithm>

namespace nexsim
{

void
StoreAndForward::DoAttach()
{
    m_tail.Bind<&StoreAndForward::OnTail>(*this, Priority::Arrival);
}

void
StoreAndForward::Hold(PacketPtr packet, SwitchPort& out)
{
    if (m_waiting.Empty())
    {
        m_tail.ArmAt(packet->lastMark);
    }
    m_waiting.Push(std::move(packet));
    m_out.push_back(&out);
}

void
StoreAndForward::OnTail()
{
    PacketPtr packet = m_waiting.Pop();
    SwitchPort& out = *m_out.front();
    m_out.pop_front();
    if (!m_waiting.Empty())
    {
        // Earlier only where the link failed and came up again while the first one's tail was due.
        m_tail.ArmAt(std::max(Now(), m_waiting.Front().lastMark));
    }
    out.Send(std::move(packet));
}

Tally
StoreAndForward::Held() const
{
    return m_waiting.Sum();
}

} // namespace nexsim
