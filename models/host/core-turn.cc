// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What a task does with the core: Core::Begin to Core::Complete. Who gets it: core.cc.

#include "models/host/core.h"
#include "models/host/processor.h"
#include "models/host/spin-lock.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

/** @return false when the task needs no time: it is asleep, or ready for more */
bool
Core::Begin(CoreTask& task)
{
    const SimTime now = Now();
    m_running = &task;
    m_runningSince = now;
    SimTime span;
    if (task.m_state == CoreTask::State::Preempted)
    {
        span = task.m_remaining + SwitchTo(task);
    }
    else if (!Ask(task, now))
    {
        return task.m_state == CoreTask::State::Polling;
    }
    else
    {
        const SimTime change = SwitchTo(task);
        task.m_wakeUpSpan += task.m_isFresh ? change : SimTime(0);
        task.m_isFresh = task.m_isSwitchOnly;
        task.m_isLockPending = task.m_work.HeldLock() != nullptr;
        span = task.m_isLockPending ? change : task.m_work.Total();
    }
    if (task.m_isLockPending && span == SimTime(0))
    {
        span = TakeLock(task);
    }
    task.m_state = CoreTask::State::Running;
    if (span == SimTime(0))
    {
        Complete(task);
        return false;
    }
    m_done.ArmAt(now + span);
    return true;
}

/**
 * Asks the running task for its next piece of work.
 * @return false when it has none: it sleeps, or polls, or was woken just now and is ready
 */
bool
Core::Ask(CoreTask& task, SimTime now)
{
    CheckInstant(task, now);
    task.m_work.Clear();
    task.m_work.SetStream(*m_stream);
    task.m_isWokenAgain = false;
    bool hasWork = false;
    {
        m_isDispatching = true;
        const Processor::Turn turn(m_processor, task, *this);
        hasWork = task.Begin(task.m_work);
        m_isDispatching = false;
    }
    if (hasWork || task.m_isWokenAgain)
    {
        return hasWork;
    }
    task.m_work.Clear();
    if (task.PollPeriod() == SimTime(0))
    {
        task.m_state = CoreTask::State::Asleep;
        m_running = nullptr;
        return false;
    }
    if (IsSwitch(task))
    {
        task.m_isSwitchOnly = true;
        return true;
    }
    task.m_state = CoreTask::State::Polling;
    m_pollingSince = now;
    if (!m_ready[static_cast<size_t>(task.Class())].Empty())
    {
        LimitPolling();
    }
    return false;
}

/** A task that never takes time would go on for ever. */
inline void
Core::CheckInstant(const CoreTask& task, SimTime now)
{
    constexpr int64_t kMost = 1'000'000;
    m_beginsInInstant = m_instant == now ? m_beginsInInstant + 1 : 1;
    m_instant = now;
    if (__builtin_expect(m_beginsInInstant > kMost, 0))
    {
        throw std::runtime_error(
            fmt::format("{}: {} began a piece of work {} times at {} ps and time does not go on; "
                        "give what it does a cost above zero",
                        Path(),
                        task.TaskName(),
                        kMost,
                        now.Value()));
    }
}

bool
Core::IsSwitch(const CoreTask& task) const
{
    return task.Class() != CoreClass::Interrupt && m_lastThread != task.m_number;
}

/** @return what the core takes to get the task's context, at the begin of what it is to do */
SimTime
Core::SwitchTo(CoreTask& task)
{
    if (!IsSwitch(task))
    {
        return SimTime(0);
    }
    m_lastThread = task.m_number;
    ++m_switches;
    return task.m_work.AddNext(m_processor.SwitchCost());
}

/** @return the time until the work under the lock is done */
SimTime
Core::TakeLock(CoreTask& task)
{
    task.m_isLockPending = false;
    const SimTime work = task.m_work.Remaining();
    const SimTime spin = task.m_work.HeldLock()->Acquire(work, m_processor.HandOver(*m_stream));
    task.m_work.AddNext({m_processor.SpinKind(), spin});
    return spin + work;
}

/** The running task's work is done: it is counted, and the task told. */
void
Core::Complete(CoreTask& task)
{
    Count(task);
    if (!task.m_isSwitchOnly)
    {
        m_isDispatching = true;
        const Processor::Turn turn(m_processor, task, *this);
        ++m_processor.m_pieces;
        task.Finish();
        m_isDispatching = false;
    }
    task.m_isSwitchOnly = false;
    task.m_state = CoreTask::State::Ready;
}

void
Core::TellUntold() const
{
    if (__builtin_expect(m_processor.m_observer != nullptr, 0) && m_running != nullptr)
    {
        m_processor.m_observer->OnRun(*this, *m_running, m_runningSince);
    }
}

/** What the running task has worked since it got the core or was last counted. */
void
Core::Count(CoreTask& task)
{
    const SimTime now = Now();
    const SimTime span = now - m_runningSince;
    TellUntold();
    std::vector<SimTime>& spent = m_processor.m_spent;
    if (task.m_state == CoreTask::State::Polling)
    {
        spent[m_processor.PollKind()] += span;
    }
    else
    {
        task.m_work.Advance(span, [&](CostKind kind, SimTime part) { spent[kind] += part; });
    }
    m_busy += span;
    m_busyByClass[static_cast<size_t>(task.Class())] += span;
    task.m_sliceUsed += span;
    m_runningSince = now;
}

} // namespace nexsim
