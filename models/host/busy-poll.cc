// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/busy-poll.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

BusyPoll::BusyPoll(Component& owner, CoreTask& thread, Core& core, SimTime budget, SimTime look)
    : m_owner(owner), m_thread(thread), m_core(core), m_budget(budget), m_look(look)
{
    m_over.Bind<&BusyPoll::OnBudgetOver>(*this, owner, Priority::Timer);
}

bool
BusyPoll::Begin(CoreWork& work, bool isFound)
{
    if (m_held == nullptr)
    {
        return false;
    }
    KernelTask& reader = m_held->Reader();
    bool hasWork = reader.Begin(work);
    if (!hasWork && (isFound || m_owner.Now() >= m_until))
    {
        GiveBack();
        return false;
    }
    if (!hasWork)
    {
        m_held->BeginReaderPoll();
        hasWork = reader.Begin(work);
    }
    m_kernel = hasWork ? &reader : nullptr;
    return hasWork;
}

void
BusyPoll::Finish()
{
    m_kernel->Finish();
    m_kernel = nullptr;
}

void
BusyPoll::OnNothing()
{
    if (m_isPolling)
    {
        m_isPolling = m_owner.Now() < m_until;
        if (!m_isPolling)
        {
            m_over.Cancel();
        }
        return;
    }
    if (m_known == nullptr)
    {
        return;
    }
    m_isPolling = true;
    m_until = m_owner.Now() + m_budget;
    m_over.ArmAt(m_until);
    m_held = m_known->BeginBusyPoll(*this) ? m_known : nullptr;
}

void
BusyPoll::OnWork()
{
    m_isPolling = false;
    m_over.Cancel();
    GiveBack();
}

/** The interrupt is enabled again, and may come at once for what the polls have left. */
void
BusyPoll::GiveBack()
{
    m_isFresh = false;
    if (m_held != nullptr)
    {
        std::exchange(m_held, nullptr)->EndBusyPoll();
    }
}

void
BusyPoll::OnPacket()
{
    if (!m_isFresh && m_thread.IsPolling())
    {
        m_isFresh = true;
        m_freshSince = m_owner.Now();
    }
    m_core.Wake(m_thread);
}

/** What the first packet waited for the end of a look. */
SimTime
BusyPoll::TakeLookSpan()
{
    // The thread may have been woken during the same look before the packet came.
    return std::exchange(m_isFresh, false)
               ? std::min(m_thread.WakeUpSpan(), m_owner.Now() - m_freshSince)
               : SimTime(0);
}

void
BusyPoll::OnBudgetOver()
{
    m_core.Wake(m_thread);
}

} // namespace nexsim
