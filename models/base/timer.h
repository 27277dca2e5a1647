// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMER_H
#define NEXSIM_TIMER_H

#include "models/base/component.h"
#include "models/base/timer-event.h"

#include <type_traits>

namespace nexsim
{

/**
 * @brief A reusable one-shot timer that calls a member function of its component.
 *
 * Arming an armed timer moves its deadline. It allocates once, at Bind, and works under any
 * ns3::SimulatorImpl. Moving a deadline later, or cancelling, schedules nothing.
 */
class Timer
{
  public:
    Timer() = default;
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    ~Timer()
    {
        if (m_event)
        {
            m_event->Cancel();
        }
    }

    /**
     * @brief Names the member function to call; the owner must be attached and outlive the timer.
     *
     * Usage: m_timer.Bind<&SimplexLink::OnArrival>(*this, Priority::Arrival);
     *
     * Where many timers are due together, the kernel first calls the member function `Prefetch`, if
     * given, with what to fetch into the caches.
     */
    template <auto Method, auto Prefetch = nullptr, typename Owner>
    void Bind(Owner& owner, Priority priority)
    {
        Bind<Method, Prefetch>(owner, owner, priority);
    }

    /** @brief As above, for a part of a component that is no component itself. */
    template <auto Method, auto Prefetch = nullptr, typename Part>
    void Bind(Part& part, const Component& owner, Priority priority)
    {
        constexpr bool kPrefetches = !std::is_null_pointer_v<decltype(Prefetch)>;
        const auto callback = [](void* object, TimerCall call) {
            if (call == TimerCall::Fire)
            {
                (static_cast<Part*>(object)->*Method)();
            }
            else if constexpr (kPrefetches)
            {
                (static_cast<const Part*>(object)->*Prefetch)(call);
            }
        };
        m_event = TimerEvent::Make(callback,
                                   &part,
                                   owner.Run().Kernel(),
                                   priority,
                                   owner.PathHash(),
                                   kPrefetches);
    }

    /** @brief Fires at `at`, which must not be in the past. */
    void ArmAt(SimTime at)
    {
        m_event->ArmAt(at);
    }

    void Cancel()
    {
        m_event->Cancel();
    }

    bool IsArmed() const
    {
        return m_event->Deadline() != kNever;
    }

    /** @brief When it fires; kNever while it is not armed. */
    SimTime Deadline() const
    {
        return m_event->Deadline();
    }

  private:
    ns3::Ptr<TimerEvent> m_event;
};

} // namespace nexsim

#endif // NEXSIM_TIMER_H
