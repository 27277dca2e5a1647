// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CORE_TASK_H
#define NEXSIM_CORE_TASK_H

#include "models/host/core-work.h"

#include <cstdint>
#include <string>

namespace nexsim
{

class Core;
class KernelTask;

/** @brief Who goes first on a core: a higher class takes it from a lower one at once. */
enum class CoreClass : uint8_t
{
    Interrupt, //!< interrupt handlers and what runs on their return (Linux: softirq)
    KernelThread,
    UserThread
};

inline constexpr size_t kCoreClassCount = 3;

/**
 * @brief What a core can be given to: an interrupt's handler, a thread of the kernel or of a user.
 *
 * It sleeps until Core::Wake. Then the core asks Begin for pieces of work, one after the other and
 * each done before the next, until there is none left; then it sleeps again, or spins if it polls.
 * A task stays on the core that first woke it while it is awake, and must not be destroyed then
 * while time goes on.
 */
class CoreTask
{
  public:
    explicit CoreTask(CoreClass coreClass) : m_class(coreClass) {}

    CoreTask(const CoreTask&) = delete;
    CoreTask& operator=(const CoreTask&) = delete;
    virtual ~CoreTask() = default;

    /**
     * @brief The core is the task's now: the next piece of work, which begins at once.
     * @param work empty; gets what is to be done, and may cost nothing
     * @return false when there is nothing to do: the task sleeps, and `work` is ignored
     */
    virtual bool Begin(CoreWork& work) = 0;

    /** @brief The work that Begin gave last is done, now. */
    virtual void Finish() = 0;

    /**
     * @brief What one look takes that finds nothing to do, of a task that polls: it never sleeps.
     *
     * While Begin has nothing for it, it keeps the core busy with such looks, lets higher classes go
     * first, and others of its class when its slice is over. Woken, it Begins when the look under
     * way is over. Zero, as here: the task sleeps instead.
     */
    virtual SimTime PollPeriod() const
    {
        return SimTime(0);
    }

    /** @brief The part of the kernel in whose name it works; null while it does not. */
    virtual KernelTask* Kernel()
    {
        return nullptr;
    }

    /** @brief For messages and timelines: "the thread of server/sink". */
    virtual std::string TaskName() const
    {
        return "a task";
    }

    /** @brief Within Finish: the work that is done. */
    const CoreWork& Work() const
    {
        return m_work;
    }

    CoreClass Class() const
    {
        return m_class;
    }

    bool IsAsleep() const
    {
        return m_state == State::Asleep;
    }

    /** @brief It has the core and has found nothing to do, see PollPeriod. */
    bool IsPolling() const
    {
        return m_state == State::Polling;
    }

    /**
     * @brief Of the time from its last Wake to its first work: the core's way out of idleness, the
     * rest of an empty look, and the switch to this thread, which is known from Finish on. The rest
     * it waited for others.
     */
    SimTime WakeUpSpan() const
    {
        return m_wakeUpSpan;
    }

  private:
    friend class Core;
    friend class CoreTaskQueue;

    enum class State : uint8_t
    {
        Asleep,
        Ready, //!< has the core's promise of a Begin
        Running,
        Preempted, //!< in the middle of its work
        Polling    //!< has the core, and looks for work in vain
    };

    bool HoldsLock() const
    {
        return m_work.HeldLock() != nullptr && !m_isLockPending;
    }

    CoreClass m_class;
    State m_state = State::Asleep;
    bool m_isWokenAgain = false;  //!< since Begin was called last
    bool m_isFresh = false;       //!< has been woken and not been given work yet
    bool m_isLockPending = false; //!< its work will need a lock when the switch to it is over
    bool m_isSwitchOnly = false;  //!< what it has is no work of its own
    Core* m_core = nullptr;       //!< the last one that woke it
    CoreTask* m_behind = nullptr; //!< the next one of the queue that it waits in
    uint64_t m_number = 0;        //!< among the tasks of its host, by first wake; 0 before
    CoreWork m_work;
    SimTime m_remaining; //!< of its work, while it is preempted
    SimTime m_sliceUsed; //!< since it woke or was last put after the others of its class
    SimTime m_wakeUpSpan;
};

/** @brief Tasks that wait for a core, in the order of their turns; each is in one queue at most. */
class CoreTaskQueue
{
  public:
    bool Empty() const
    {
        return m_first == nullptr;
    }

    void PushBack(CoreTask& task)
    {
        task.m_behind = nullptr;
        (m_first == nullptr ? m_first : m_last->m_behind) = &task;
        m_last = &task;
    }

    void PushFront(CoreTask& task)
    {
        task.m_behind = m_first;
        m_last = m_first == nullptr ? &task : m_last;
        m_first = &task;
    }

    /** @brief There must be one. */
    CoreTask& PopFront()
    {
        CoreTask& task = *m_first;
        m_first = task.m_behind;
        return task;
    }

  private:
    CoreTask* m_first = nullptr;
    CoreTask* m_last = nullptr; //!< without meaning while it is empty
};

} // namespace nexsim

#endif // NEXSIM_CORE_TASK_H
