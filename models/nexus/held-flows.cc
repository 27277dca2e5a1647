// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/held-flows.h"

#include "models/nexus/netif-receiver.h"

#include <algorithm>

namespace nexsim
{

void
HeldFlows::DoAttach()
{
    m_timer.Bind<&HeldFlows::OnDeadline>(*this, Priority::PolicyTimer);
}

void
HeldFlows::Hold(FlowEntry& entry, NetifReceiver& receiver, SimTime until)
{
    Forget(entry);
    entry.holder = &receiver;
    entry.heldUntil = std::max(until, Now());
    entry.heldNumber = ++m_held;
    m_flows.emplace(std::pair(entry.heldUntil, entry.heldNumber), &entry);
    Rearm();
}

void
HeldFlows::Forget(FlowEntry& entry)
{
    if (entry.holder != nullptr)
    {
        entry.holder = nullptr;
        m_flows.erase({entry.heldUntil, entry.heldNumber});
        Rearm();
    }
}

void
HeldFlows::OnDeadline()
{
    while (!m_flows.empty() && m_flows.begin()->first.first <= Now())
    {
        FlowEntry& entry = *m_flows.begin()->second;
        NetifReceiver& receiver = *entry.holder;
        Forget(entry);
        receiver.OnDeadline(entry);
    }
    Rearm();
}

void
HeldFlows::Rearm()
{
    if (m_flows.empty())
    {
        m_timer.Cancel();
        return;
    }
    m_timer.ArmAt(m_flows.begin()->first.first);
}

} // namespace nexsim
