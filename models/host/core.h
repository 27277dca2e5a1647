// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CORE_H
#define NEXSIM_CORE_H

#include "models/base/tie-watch.h"
#include "models/base/timer.h"
#include "models/host/core-task.h"

#include <array>
#include <optional>

namespace nexsim
{

class Processor;

/** @brief A sleep of a core: entered after `residency` of idleness, left within `exitLatency`. */
struct IdleExit
{
    SimTime residency;
    SimTime exitLatency;
};

/**
 * @brief One core of a host: runs the pieces of work of its tasks, one at a time.
 *
 * Of the tasks that are awake, one of the highest class runs. An interrupt or a kernel thread that
 * wakes takes the core from a lower class in the middle of its work, which goes on later where it
 * stopped. Within a class a task keeps the core from piece to piece until it sleeps or its slice is
 * over and another of its class is ready; then it joins the end of the queue.
 *
 * Work under a lock, spinning for it included, is not interrupted (Linux: spin_lock_irqsave).
 */
class Core : public Component
{
  public:
    Core(Processor& processor, uint32_t number);

    /**
     * @brief The task has something to do; without effect while it is awake and does not poll.
     *
     * It may Begin before this returns, so whatever it will look at must be in place. A task that is
     * woken within its own Begin is asked once more before it sleeps.
     */
    void Wake(CoreTask& task);

    Processor& GetProcessor() const
    {
        return m_processor;
    }

    uint32_t Number() const
    {
        return m_number;
    }

    /** @brief Whether a task of this class, or a higher one, waits for the running one to end. */
    bool IsWanted(CoreClass coreClass) const;

    /** @brief Time spent working so far, work under way included. */
    SimTime Busy() const;

    /** @brief Busy, of the tasks of a class. */
    SimTime Busy(CoreClass coreClass) const;

    /** @brief Adds, by kind, what of Busy the processor has not been told yet. */
    void AddUntold(std::vector<SimTime>& spent) const;

    /** @brief For the end of a run: tells the observer of the task that has the core. */
    void TellUntold() const;

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    void OnDone();
    void WakeFromIdle(CoreTask& task);
    void WakePolling(CoreTask& task);
    void LimitPolling();
    void Dispatch();
    CoreTask* Choose();
    bool Begin(CoreTask& task);
    bool Ask(CoreTask& task, SimTime now);
    void CheckInstant(const CoreTask& task, SimTime now);
    bool IsSwitch(const CoreTask& task) const;
    SimTime SwitchTo(CoreTask& task);
    SimTime TakeLock(CoreTask& task);

    /** Whether a task of one of the highest `classes` is ready. */
    bool IsReady(size_t classes) const
    {
        for (size_t i = 0; i < classes; ++i)
        {
            if (!m_ready[i].Empty())
            {
                return true;
            }
        }
        return false;
    }

    /** Whether a task of a higher class is ready. */
    bool IsOutranked(const CoreTask& task) const
    {
        return IsReady(static_cast<size_t>(task.Class()));
    }

    void Complete(CoreTask& task);
    void Count(CoreTask& task);
    void Preempt();
    SimTime ExitLatency() const;

    Processor& m_processor;
    uint32_t m_number;
    std::array<CoreTaskQueue, kCoreClassCount> m_ready; //!< the running one is not in it
    CoreTask* m_running = nullptr;
    uint64_t m_lastThread = 0; //!< number of the task whose context the core has
    bool m_isDispatching = false;
    bool m_isLeavingIdle = false;
    SimTime m_idleSince;
    SimTime m_runningSince; //!< begin of the piece of work, or of its last continuation
    SimTime m_pollingSince; //!< of the running task, while it polls
    SimTime m_instant;      //!< of the last Begin
    int64_t m_beginsInInstant = 0;
    SimTime m_busy;
    std::array<SimTime, kCoreClassCount> m_busyByClass;
    int64_t m_wakeUps = 0;
    int64_t m_switches = 0;
    int64_t m_preemptions = 0;
    int64_t m_wakesFromIdle = 0;
    Timer m_done;
    std::optional<RandomStream> m_stream; //!< of random costs
    TieWatch m_ties;
};

} // namespace nexsim

#endif // NEXSIM_CORE_H
