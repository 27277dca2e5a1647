// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PROCESS_POOL_H
#define NEXSIM_PROCESS_POOL_H

#include "sim/results/exit-code.h"
#include "sim/run/run-progress.h"

#include <cstddef>
#include <functional>
#include <string>

namespace nexsim
{

/** @brief How the process of one run ended. */
struct RunEnding
{
    int exitCode{0}; //!< as an ExitCode where the run itself ended the process
    int signal{0};   //!< that killed the process; 0 when it exited

    /** @brief "SIGSEGV (Segmentation fault)"; empty when the process exited. */
    std::string GetSignalText() const;
};

/** @brief How the pool ended. */
enum class PoolEnding
{
    Done,       //!< every run has ended, one way or another
    Interrupted //!< SIGINT or SIGTERM: the runs under way were ended, the others never started
};

/**
 * @brief Runs tasks 0 to n - 1, each in a forked process, at most so many at a time.
 *
 * Tasks start in order unless another is asked for, and their endings are collected in the order in
 * which they were started, so that nothing depends on which finishes first. A task that crashes takes nobody along. A task's process ends when this process
 * dies for whatever reason, and ignores SIGINT: a terminal sends that to the parent too, which then
 * decides. Results travel through the file system, not through this class; what a killed task left
 * half-written is removed with RemoveStaleTemporaries() after Run().
 *
 * There must be no other thread in the process.
 */
class ProcessPool
{
  public:
    /** @brief In the new process: do the task, store its progress. An exception ends the process with
     * ExitCode::Internal, its message on stderr. */
    using Task = std::function<ExitCode(std::size_t task, RunProgress& progress)>;
    /** @brief In this process: a task has ended, and so have all that were started before it. */
    using Collect = std::function<void(std::size_t task, const RunEnding& ending)>;
    /** @brief In this process: called a few times a second. */
    using Report = std::function<void(const PoolProgress& progress)>;
    /** @brief In this process: which task starts next; each of 0 to n - 1 once. */
    using Choose = std::function<std::size_t()>;
    /** @brief In this process: a task has ended just now. */
    using Ended = std::function<void(std::size_t task, const RunEnding& ending)>;

    /**
     * @param jobs processes at a time
     * @throw std::invalid_argument when that is 0
     */
    explicit ProcessPool(std::size_t jobs);

    /** @brief Start tasks in the order that `choose` gives, and tell it at once when one has ended. */
    void SetOrder(Choose choose, Ended ended);

    /**
     * @brief Run so many tasks. Returns, or throws, only when no process of a task is left.
     * @throw IoError when no process can be started
     * @throw whatever collect and report throw
     */
    PoolEnding Run(std::size_t tasks,
                   const Task& task,
                   const Collect& collect,
                   const Report& report) const;

  private:
    std::size_t m_jobs;
    Choose m_choose; //!< empty for the order of the tasks
    Ended m_ended;
};

} // namespace nexsim

#endif // NEXSIM_PROCESS_POOL_H
