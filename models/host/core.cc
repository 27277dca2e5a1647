// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/core.h"

#include "models/host/processor.h"

#include <algorithm>

namespace nexsim
{

namespace
{

size_t
IndexOf(const CoreTask& task)
{
    return static_cast<size_t>(task.Class());
}

bool
Outranks(const CoreTask& task, const CoreTask& other)
{
    return task.Class() < other.Class();
}

} // namespace

Core::Core(Processor& processor, uint32_t number) : m_processor(processor), m_number(number) {}

void
Core::DoAttach()
{
    m_done.Bind<&Core::OnDone>(*this, Priority::Departure);
    m_stream.emplace(Stream("costs"));
}

void
Core::Wake(CoreTask& task)
{
    m_ties.Touch(Run());
    if (task.m_state == CoreTask::State::Polling)
    {
        task.m_core->WakePolling(task);
        return;
    }
    if (task.m_state != CoreTask::State::Asleep)
    {
        task.m_isWokenAgain = true;
        return;
    }
    task.m_number = task.m_number == 0 ? m_processor.NextTaskNumber() : task.m_number;
    task.m_core = this;
    task.m_state = CoreTask::State::Ready;
    task.m_isFresh = true;
    task.m_sliceUsed = SimTime(0);
    task.m_wakeUpSpan = SimTime(0);
    ++m_wakeUps;
    m_ready[IndexOf(task)].PushBack(task);
    if (m_isDispatching)
    {
        return; // Dispatch looks again
    }
    if (m_running == nullptr)
    {
        WakeFromIdle(task);
    }
    else if (Outranks(task, *m_running) && !m_running->HoldsLock())
    {
        Preempt();
        Dispatch();
    }
    else if (m_running->m_state == CoreTask::State::Polling && !Outranks(*m_running, task))
    {
        LimitPolling();
    }
}

void
Core::WakeFromIdle(CoreTask& task)
{
    if (!m_isLeavingIdle)
    {
        const SimTime exit = ExitLatency();
        ++m_wakesFromIdle;
        if (exit == SimTime(0))
        {
            Dispatch();
            return;
        }
        m_isLeavingIdle = true;
        m_done.ArmAt(Now() + exit);
    }
    task.m_wakeUpSpan = m_done.Deadline() - Now();
}

/** The look under way ends in vain; the next one finds something. */
void
Core::WakePolling(CoreTask& task)
{
    if (task.m_isWokenAgain)
    {
        return;
    }
    task.m_isWokenAgain = true;
    task.m_isFresh = true;
    const int64_t period = task.PollPeriod().Value();
    const int64_t looked = (Now() - m_pollingSince).Value();
    const SimTime next = Now() + SimTime((period - looked % period) % period);
    task.m_wakeUpSpan = next - Now();
    if (!m_done.IsArmed() || next < m_done.Deadline())
    {
        m_done.ArmAt(next);
    }
}

/** Another of the running task's class waits: polling ends with the slice. */
void
Core::LimitPolling()
{
    const SimTime used = m_running->m_sliceUsed + (Now() - m_runningSince);
    const SimTime slice = m_processor.GetSettings().slice;
    const SimTime end = used < slice ? Now() + (slice - used) : Now();
    if (!m_done.IsArmed() || end < m_done.Deadline())
    {
        m_done.ArmAt(end);
    }
}

SimTime
Core::ExitLatency() const
{
    const SimTime idle = Now() - m_idleSince;
    SimTime exit;
    for (const IdleExit& state : m_processor.GetSettings().idleStates)
    {
        if (idle >= state.residency)
        {
            exit = state.exitLatency;
        }
    }
    return exit;
}

void
Core::OnDone()
{
    m_ties.Touch(Run());
    if (m_isLeavingIdle)
    {
        m_isLeavingIdle = false;
        Dispatch();
        return;
    }
    CoreTask& task = *m_running;
    if (task.m_state == CoreTask::State::Polling)
    {
        Count(task);
        task.m_state = CoreTask::State::Ready;
        task.m_wakeUpSpan = task.m_isWokenAgain ? task.m_wakeUpSpan : SimTime(0);
    }
    else if (task.m_isLockPending)
    {
        Count(task);
        m_done.ArmAt(Now() + TakeLock(task));
        return; // to here once more, even when that is now
    }
    else
    {
        Complete(task);
    }
    Dispatch();
}

void
Core::Preempt()
{
    CoreTask& task = *m_running;
    Count(task);
    if (task.m_state == CoreTask::State::Polling)
    {
        task.m_state = CoreTask::State::Ready;
        task.m_wakeUpSpan = SimTime(0);
    }
    else
    {
        task.m_remaining = m_done.Deadline() - Now();
        task.m_state = CoreTask::State::Preempted;
    }
    m_ready[IndexOf(task)].PushFront(task);
    m_done.Cancel();
    m_running = nullptr;
    ++m_preemptions;
}

/** The task that goes on: the running one unless another outranks it or its slice is over. */
CoreTask*
Core::Choose()
{
    if (m_running != nullptr)
    {
        CoreTask& task = *m_running;
        CoreTaskQueue& ready = m_ready[IndexOf(task)];
        if (IsOutranked(task))
        {
            ready.PushFront(task);
        }
        else if (ready.Empty() || task.Class() == CoreClass::Interrupt ||
                 task.m_sliceUsed < m_processor.GetSettings().slice)
        {
            return &task;
        }
        else
        {
            task.m_sliceUsed = SimTime(0);
            ready.PushBack(task);
        }
        m_running = nullptr;
    }
    for (CoreTaskQueue& ready : m_ready)
    {
        if (!ready.Empty())
        {
            return &ready.PopFront();
        }
    }
    return nullptr;
}

void
Core::Dispatch()
{
    while (CoreTask* const task = Choose())
    {
        if (!Begin(*task))
        {
            continue;
        }
        if (!IsOutranked(*task) || task->HoldsLock())
        {
            return;
        }
        Preempt(); // by what its Begin woke
    }
    m_idleSince = Now();
}

bool
Core::IsWanted(CoreClass coreClass) const
{
    return IsReady(static_cast<size_t>(coreClass) + 1);
}

void
Core::AddUntold(std::vector<SimTime>& spent) const
{
    if (m_running == nullptr)
    {
        return;
    }
    const SimTime span = Now() - m_runningSince;
    if (m_running->m_state == CoreTask::State::Polling)
    {
        spent[m_processor.PollKind()] += span;
        return;
    }
    m_running->m_work.ForNext(span, [&](CostKind kind, SimTime part) { spent[kind] += part; });
}

SimTime
Core::Busy() const
{
    return m_running == nullptr ? m_busy : m_busy + (Now() - m_runningSince);
}

SimTime
Core::Busy(CoreClass coreClass) const
{
    const bool isRunning = m_running != nullptr && m_running->Class() == coreClass;
    const SimTime counted = m_busyByClass[static_cast<size_t>(coreClass)];
    return isRunning ? counted + (Now() - m_runningSince) : counted;
}

void
Core::ReportMetrics(MetricVisitor& visitor) const
{
    const auto share = [&](std::string_view name, std::string_view meaning, SimTime busy) {
        visitor.TimeAverage({name, "1", meaning}, static_cast<unsigned __int128>(busy.Value()));
    };
    share("busy_share", "share of the time for which the core worked", Busy());
    share("busy_interrupt", "share of interrupts and softirqs", Busy(CoreClass::Interrupt));
    share("busy_kernel", "share of kernel threads", Busy(CoreClass::KernelThread));
    share("busy_user", "share of user threads", Busy(CoreClass::UserThread));
    visitor.Counter({"busy_time", "ps", "time for which the core worked"}, Busy().Value());
    visitor.Counter({"wakeups", "1", "times that a task that slept was woken here"}, m_wakeUps);
    visitor.Counter({"context_switches", "1", "times that a thread began where another had run"},
                    m_switches);
    visitor.Counter({"preemptions", "1", "times that work was interrupted by a higher class"},
                    m_preemptions);
    visitor.Counter({"wakes_from_idle", "1", "times that the core had nothing to do before"},
                    m_wakesFromIdle);
    visitor.Counter({"contended_ties",
                     "1",
                     "wakes and completions whose order only the tie policy "
                     "decided"},
                    m_ties.ByPolicy());
    visitor.Counter({"ordered_ties", "1", "the same whose order the priorities decided"},
                    m_ties.ByPriority());
}

} // namespace nexsim
