// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMER_EVENT_H
#define NEXSIM_TIMER_EVENT_H

#include "models/base/placed-in-order.h"
#include "models/base/prefetch.h"
#include "models/base/priority.h"
#include "models/base/quantity.h"

#include "ns3/event-impl.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace nexsim
{

class DeterministicSimulatorImpl;

/** @brief What a timer wants of its callback. */
enum class TimerCall : uint8_t
{
    Fire,
    PrefetchNear, //!< the object is in the caches: fetch what it points to; nothing else
    PrefetchFar   //!< that is in the caches, too: fetch what it points to
};

/**
 * @brief The event behind a Timer: one object for all its firings.
 *
 * An armed timer has an event pending at or before its deadline. A firing that is not the expected
 * one is stale and does nothing; one before the deadline schedules the rest of the way.
 */
class alignas(64) TimerEvent : public ns3::EventImpl, public PlacedInOrder
{
  public:
    using Callback = void (*)(void* object, TimerCall call);

    // What stands in the lower bits of a pointer to an event, which are otherwise 0.
    static constexpr uintptr_t kIsTimer = 1;
    static constexpr uintptr_t kPrefetches = 2; //!< a timer whose callback heeds all TimerCalls
    static constexpr uintptr_t kTags = 3;

    /** @param prefetches whether `callback` heeds other calls than Fire */
    static ns3::Ptr<TimerEvent> Make(Callback callback,
                                     void* object,
                                     DeterministicSimulatorImpl* kernel,
                                     Priority priority,
                                     uint64_t component,
                                     bool prefetches = false);

    TimerEvent(Callback callback,
               void* object,
               DeterministicSimulatorImpl* kernel,
               Priority priority,
               uint64_t component,
               bool prefetches)
        : m_priority(priority), m_prefetches(prefetches), m_callback(callback), m_object(object),
          m_kernel(kernel), m_component(component)
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

    uintptr_t Tags() const
    {
        return m_prefetches ? kIsTimer | kPrefetches : kIsTimer;
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
            m_callback(m_object, TimerCall::Fire);
        }
        else if (m_deadline != kNever)
        {
            Expect(m_deadline);
        }
    }

    /** @brief Fetches the object into the caches; Fire follows soon. */
    void PrefetchObject() const
    {
        PrefetchLines(m_object);
    }

    /** @brief Has the object, if it still lives, fetch what it will need; `call` is not Fire. */
    void Prefetch(TimerCall call) const
    {
        if (m_deadline != kNever)
        {
            m_callback(m_object, call);
        }
    }

  protected:
    void Notify() override;

  private:
    /** @brief Schedules an event at `at`, which becomes the expected one. */
    void Expect(SimTime at);

    Priority m_priority; //!< first: it fits behind what ns3::EventImpl has
    bool m_prefetches;
    Callback m_callback;
    void* m_object;
    DeterministicSimulatorImpl* m_kernel; //!< null under a simulator of ns-3's own
    uint64_t m_component;
    SimTime m_deadline = kNever;
    SimTime m_expected = kNever; //!< time of the pending event that is not stale
};

static_assert(sizeof(TimerEvent) == 64, "an event of a timer is one cache line");

} // namespace nexsim

#endif // NEXSIM_TIMER_EVENT_H
