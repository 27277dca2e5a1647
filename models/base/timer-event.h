// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMER_EVENT_H
#define NEXSIM_TIMER_EVENT_H

#include "models/base/priority.h"
#include "models/base/quantity.h"

#include "ns3/event-impl.h"

#include <cstdint>

namespace nexsim
{

class DeterministicSimulatorImpl;

/**
 * @brief The event behind a Timer: one object for all its firings.
 *
 * An armed timer has an event pending at or before its deadline. A firing that is not the expected
 * one is stale and does nothing; one before the deadline schedules the rest of the way.
 */
class TimerEvent : public ns3::EventImpl
{
  public:
    using Callback = void (*)(void* object);

    TimerEvent(Callback callback,
               void* object,
               DeterministicSimulatorImpl* kernel,
               Priority priority,
               uint64_t component)
        : m_callback(callback), m_object(object), m_kernel(kernel), m_component(component),
          m_priority(priority)
    {
    }

    /** @brief Moves the deadline; `at` must not be in the past. */
    void ArmAt(SimTime at)
    {
        if (at < m_expected)
        {
            Expect(at);
        }
        m_deadline = at;
    }

    void Cancel()
    {
        m_deadline = kNever;
    }

    SimTime Deadline() const
    {
        return m_deadline;
    }

    /** @brief An event of this timer has come up. */
    void Fire(SimTime now)
    {
        if (now != m_expected)
        {
            return;
        }
        m_expected = kNever;
        if (m_deadline == now)
        {
            m_deadline = kNever;
            m_callback(m_object);
        }
        else if (m_deadline != kNever)
        {
            Expect(m_deadline);
        }
    }

  protected:
    void Notify() override;

  private:
    /** @brief Schedules an event at `at`, which becomes the expected one. */
    void Expect(SimTime at);

    Callback m_callback;
    void* m_object;
    DeterministicSimulatorImpl* m_kernel; //!< null under a simulator of ns-3's own
    uint64_t m_component;
    SimTime m_deadline = kNever;
    SimTime m_expected = kNever; //!< time of the pending event that is not stale
    Priority m_priority;
};

} // namespace nexsim

#endif // NEXSIM_TIMER_EVENT_H
