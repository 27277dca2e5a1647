// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/core.h"

#include "models/host/processor.h"
#include "models/host/spin-lock.h"

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
    if (task.m_state != CoreTask::State::Asleep)
    {
        return;
    }
    task.m_state = CoreTask::State::Ready;
    task.m_wakeUpSpan = SimTime(0);
    m_ready[IndexOf(task)].push_back(&task);
    if (m_isDispatching)
    {
        return; // Dispatch looks again
    }
    if (m_isLeavingIdle)
    {
        task.m_wakeUpSpan = m_done.Deadline() - Now();
        return;
    }
    if (m_running == nullptr)
    {
        const SimTime exit = ExitLatency();
        ++m_wakesFromIdle;
        if (exit > SimTime(0))
        {
            task.m_wakeUpSpan = exit;
            m_isLeavingIdle = true;
            m_done.ArmAt(Now() + exit);
            return;
        }
        Dispatch();
    }
    else if (Outranks(task, *m_running) && m_running->m_work.HeldLock() == nullptr)
    {
        Preempt();
        Dispatch();
    }
}

SimTime
Core::ExitLatency() const
{
    const SimTime idle = Now() - m_idleSince;
    SimTime exit;
    for (const IdleState& state : m_processor.GetSettings().idleStates)
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
    if (m_isLeavingIdle)
    {
        m_isLeavingIdle = false;
        Dispatch();
        return;
    }
    Complete(*m_running);
    Dispatch();
}

/** The running task's work is done: it is counted, and the task told. */
void
Core::Complete(CoreTask& task)
{
    Count(task);
    for (const CoreWork::Part& part : task.m_work.Parts())
    {
        m_processor.CountSpent(part.kind, part.span);
    }
    m_isDispatching = true;
    {
        const Processor::Turn turn(m_processor, task, *this);
        task.Finish();
    }
    m_isDispatching = false;
    task.m_state = CoreTask::State::Ready;
}

/** What the running task has worked since it got the core or was last counted. */
void
Core::Count(const CoreTask& task)
{
    const SimTime span = Now() - m_runningSince;
    m_busy += span;
    m_busyByClass[IndexOf(task)] += span;
    m_runningSince = Now();
}

void
Core::Preempt()
{
    CoreTask& task = *m_running;
    Count(task);
    task.m_remaining = m_done.Deadline() - Now();
    task.m_state = CoreTask::State::Preempted;
    m_ready[IndexOf(task)].push_front(&task);
    m_done.Cancel();
    m_running = nullptr;
    ++m_preemptions;
}

/** The task that goes on: the running one unless another outranks it or its slice is over. */
CoreTask*
Core::Choose()
{
    for (auto& ready : m_ready)
    {
        const bool mayKeep = m_running != nullptr && &ready == &m_ready[IndexOf(*m_running)];
        const bool isSliceOver = mayKeep && m_running->Class() != CoreClass::Interrupt &&
                                 Now() - m_sliceSince >= m_processor.GetSettings().slice;
        if (mayKeep && (ready.empty() || !isSliceOver))
        {
            return m_running;
        }
        if (!ready.empty())
        {
            CoreTask* const next = ready.front();
            ready.pop_front();
            if (m_running != nullptr)
            {
                // After the others of its class when its turn is over, else before them.
                auto& own = m_ready[IndexOf(*m_running)];
                mayKeep ? own.push_back(m_running) : own.push_front(m_running);
            }
            m_running = nullptr;
            return next;
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
        if (!IsOutranked(*task) || task->m_work.HeldLock() != nullptr)
        {
            return;
        }
        Preempt(); // by what its Begin woke
    }
    m_idleSince = Now();
}

/** Whether a task of a higher class is ready. */
bool
Core::IsOutranked(const CoreTask& task) const
{
    return std::any_of(m_ready.begin(), m_ready.begin() + IndexOf(task), [](const auto& ready) {
        return !ready.empty();
    });
}

/** @return false when the task needs no time: it is asleep, or ready for more */
bool
Core::Begin(CoreTask& task)
{
    const bool isNew = &task != m_running;
    m_running = &task;
    m_runningSince = Now();
    SimTime span = task.m_remaining;
    if (task.m_state == CoreTask::State::Ready)
    {
        CoreWork& work = task.m_work;
        work.Clear();
        work.SetStream(*m_stream);
        const bool isSwitch = task.Class() != CoreClass::Interrupt && m_lastThread != &task;
        m_isDispatching = true;
        {
            const Processor::Turn turn(m_processor, task, *this);
            if (!task.Begin(work))
            {
                task.m_state = CoreTask::State::Asleep;
            }
        }
        m_isDispatching = false;
        if (task.m_state == CoreTask::State::Asleep)
        {
            m_running = nullptr;
            return false;
        }
        if (isSwitch)
        {
            task.m_wakeUpSpan += work.Add(m_processor.SwitchCost());
            ++m_switches;
        }
        span = work.Total();
        if (work.HeldLock() != nullptr)
        {
            span += work.HeldLock()->Acquire(span);
        }
    }
    else if (task.Class() != CoreClass::Interrupt && m_lastThread != &task)
    {
        ++m_switches;
        span += task.m_work.Add(m_processor.SwitchCost());
    }
    if (task.Class() != CoreClass::Interrupt)
    {
        m_lastThread = &task;
    }
    if (isNew)
    {
        m_sliceSince = Now();
    }
    task.m_state = CoreTask::State::Running;
    if (span == SimTime(0))
    {
        Complete(task);
        return false;
    }
    m_done.ArmAt(Now() + span);
    return true;
}

SimTime
Core::Busy() const
{
    return m_running == nullptr ? m_busy : m_busy + (Now() - m_runningSince);
}

void
Core::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.TimeAverage({"busy_share", "1", "share of the time for which the core worked"},
                        static_cast<unsigned __int128>(Busy().Value()));
    visitor.Counter({"busy_time", "ps", "time for which the core worked"}, Busy().Value());
    visitor.Counter({"context_switches", "1", "times that a thread began where another had run"},
                    m_switches);
    visitor.Counter({"preemptions", "1", "times that work was interrupted by a higher class"},
                    m_preemptions);
    visitor.Counter({"wakes_from_idle", "1", "times that the core had nothing to do before"},
                    m_wakesFromIdle);
    visitor.Counter({"contended_ties", "1", "wakes whose order only the tie policy decided"},
                    m_ties.ByPolicy());
}

} // namespace nexsim
