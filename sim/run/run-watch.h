// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_WATCH_H
#define NEXSIM_RUN_WATCH_H

#include "models/base/kernel.h"
#include "sim/results/exit-code.h"
#include "sim/scenario/scenario.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

namespace nexsim
{

/** @brief What the caller of a run wants to know and may say while it goes on. */
struct RunWatch
{
    std::function<void(SimTime now, uint64_t events)>
        progress; //!< called now and then; may be empty
    std::function<void(uint64_t)>
        transmissions; //!< told a few times a second, and at the end; may be empty
    std::function<int64_t()> outputBytes;           //!< written so far; may be empty
    const std::atomic<bool>* interrupted = nullptr; //!< becomes true when the run shall end
};

/** @brief Why a run did not get to its end. */
struct RunCut
{
    ExitCode outcome = ExitCode::Done;
    std::string reason;
};

/** @brief Why a run ended that wrote more than it may. */
std::string OutputLimitText(const LimitSpec& limits);

/**
 * @brief Ends a run whose budget is used up; the kernel asks every few thousand events.
 *
 * The wall clock and the process's memory decide only whether a run ends early, which its outcome
 * says. They cannot change a number of a run that gets to its end.
 */
class RunWatchdog
{
  public:
    /** @param kernel outlives this object, which installs itself there */
    RunWatchdog(const LimitSpec& limits, const RunWatch& watch, DeterministicSimulatorImpl& kernel);

    /** @brief Called a few times a second, for what takes too long to be done more often. */
    void SetLook(std::function<void()> look)
    {
        m_look = std::move(look);
    }

    ~RunWatchdog();
    RunWatchdog(const RunWatchdog&) = delete;
    RunWatchdog& operator=(const RunWatchdog&) = delete;

    /** @brief After the kernel's Run: how it ended. */
    RunCut Result(SimTime duration) const;

  private:
    void Check();
    void Cut(ExitCode outcome, std::string reason);

    LimitSpec m_limits;
    const RunWatch& m_watch;
    DeterministicSimulatorImpl& m_kernel;
    std::chrono::steady_clock::time_point m_begin;
    std::chrono::steady_clock::time_point m_nextLook;
    std::function<void()> m_look;
    RunCut m_cut;
};

} // namespace nexsim

#endif // NEXSIM_RUN_WATCH_H
