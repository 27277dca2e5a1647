// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TASK_PROCESS_H
#define NEXSIM_TASK_PROCESS_H

#include <sys/types.h>

#include <csignal>
#include <functional>
#include <optional>

namespace nexsim
{

/**
 * @brief While alive, keeps SIGINT, SIGTERM and SIGCHLD pending instead of delivered, so that they
 * can be waited for without handlers and without races.
 *
 * SIGINT is taken even when it was ignored at the start, as it is for a background command of a
 * script: whoever sends it means it.
 */
class PendingSignals
{
  public:
    PendingSignals();
    ~PendingSignals();
    PendingSignals(const PendingSignals&) = delete;
    PendingSignals& operator=(const PendingSignals&) = delete;

    /** @brief The next signal, or 0 after so many milliseconds without one. */
    int Wait(int milliseconds) const;

    /** @brief Forget interrupts that came in the meantime, since one has been acted on. */
    void DropInterrupts() const;

    /** @brief The signals that were blocked before. */
    const sigset_t& GetMaskBefore() const
    {
        return m_maskBefore;
    }

  private:
    sigset_t m_signals;
    sigset_t m_maskBefore;
    struct sigaction m_childActionBefore;
};

/**
 * @brief Fork a process that runs a function and exits with its result.
 *
 * Both processes continue with the same memory; output buffered before is written once. The new process
 * dies with its parent.
 *
 * @return the new process's id; nothing when the system has no room for one (errno tells)
 */
std::optional<pid_t> StartProcess(const std::function<int()>& function,
                                  const PendingSignals& signals);

} // namespace nexsim

#endif // NEXSIM_TASK_PROCESS_H
