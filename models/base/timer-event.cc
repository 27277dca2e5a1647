// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/timer-event.h"

#include "models/base/kernel.h"

#include "ns3/simulator.h"

namespace nexsim
{

void
TimerEvent::Expect(SimTime at)
{
    m_expected = at;
    if (m_kernel != nullptr)
    {
        m_kernel->ScheduleTimer(*this, at, m_priority, m_component);
        return;
    }
    const ns3::Time delay = ToNs3(at) - ns3::Simulator::Now();
    ns3::Simulator::Schedule(delay, ns3::Ptr<ns3::EventImpl>(this));
}

void
TimerEvent::Notify()
{
    Fire(FromNs3(ns3::Simulator::Now()));
}

} // namespace nexsim
