// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/timer-event.h"

#include "models/base/kernel.h"

#include "ns3/simulator.h"

#include <stdexcept>

namespace nexsim
{

ns3::Ptr<TimerEvent>
TimerEvent::Make(Callback callback,
                 void* object,
                 DeterministicSimulatorImpl* kernel,
                 Priority priority,
                 uint64_t component,
                 bool prefetches)
{
    return ns3::Create<TimerEvent>(callback, object, kernel, priority, component, prefetches);
}

void
TimerEvent::Expect(SimTime at)
{
    if (m_kernel != nullptr)
    {
        m_kernel->ScheduleTimer(*this, at, m_priority, m_component);
    }
    else
    {
        const ns3::Time delay = ToNs3(at) - ns3::Simulator::Now();
        if (delay.IsStrictlyNegative())
        {
            throw std::logic_error("a timer was set to a time in the past");
        }
        ns3::Simulator::Schedule(delay, ns3::Ptr<ns3::EventImpl>(this));
    }
    m_expected = at;
}

void
TimerEvent::Notify()
{
    Fire(FromNs3(ns3::Simulator::Now()));
}

} // namespace nexsim
