// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CORE_TASK_H
#define NEXSIM_CORE_TASK_H

#include "models/host/core-work.h"

#include <cstdint>

namespace nexsim
{

class Core;

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
 * each done before the next, until there is none left; then it sleeps again. A task stays on the
 * core that first woke it while it is awake.
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

    CoreClass Class() const
    {
        return m_class;
    }

    bool IsAsleep() const
    {
        return m_state == State::Asleep;
    }

    /** @brief Of the time from its last Wake to its first Begin: the core's way out of idleness
     *  and the switch to this thread. The rest it waited for others. */
    SimTime WakeUpSpan() const
    {
        return m_wakeUpSpan;
    }

  private:
    friend class Core;

    enum class State : uint8_t
    {
        Asleep,
        Ready, //!< has the core's promise of a Begin
        Running,
        Preempted //!< in the middle of its work
    };

    CoreClass m_class;
    State m_state = State::Asleep;
    CoreWork m_work;
    SimTime m_remaining; //!< of its work, while it is preempted
    SimTime m_wakeUpSpan;
};

} // namespace nexsim

#endif // NEXSIM_CORE_TASK_H
