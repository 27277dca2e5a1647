// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/process-pool.h"

#include "sim/experiment/task-process.h"
#include "sim/results/io-error.h"

#include <fmt/format.h>

#include <sys/mman.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace nexsim
{

namespace
{

constexpr int kReportMilliseconds = 250;
constexpr int kGraceMilliseconds = 1000; //!< between SIGTERM and SIGKILL

/** @brief One RunProgress per task, in memory that forked processes share. */
class SharedProgress
{
  public:
    explicit SharedProgress(std::size_t tasks)
        : m_bytes(std::max<std::size_t>(tasks, 1) * sizeof(RunProgress)),
          m_memory(
              ::mmap(nullptr, m_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
    {
        if (m_memory == MAP_FAILED)
        {
            throw std::bad_alloc();
        }
        m_slots = new (m_memory) RunProgress[tasks];
    }

    ~SharedProgress()
    {
        ::munmap(m_memory, m_bytes);
    }

    SharedProgress(const SharedProgress&) = delete;
    SharedProgress& operator=(const SharedProgress&) = delete;

    RunProgress& operator[](std::size_t task)
    {
        return m_slots[task];
    }

  private:
    std::size_t m_bytes;
    void* m_memory;
    RunProgress* m_slots;
};

/** @brief The processes of one ProcessPool::Run(). */
class Batch
{
  public:
    Batch(std::size_t tasks,
          std::size_t jobs,
          const ProcessPool::Choose& choose,
          const ProcessPool::Ended& ended)
        : m_jobs(jobs), m_choose(choose), m_tell(ended), m_endings(tasks), m_progress(tasks)
    {
        m_ended.total = tasks;
    }

    ~Batch()
    {
        End();
    }

    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    bool IsDone() const
    {
        return m_order.size() == m_endings.size() && m_running.empty();
    }

    /** @brief Fill the free places. */
    void Start(const ProcessPool::Task& task)
    {
        while (m_running.size() < m_jobs && m_order.size() < m_endings.size())
        {
            if (!m_next)
            {
                m_next = m_choose ? m_choose() : m_order.size();
            }
            const std::size_t next = *m_next;
            const auto process =
                StartProcess([&] { return ToInt(task(next, m_progress[next])); }, m_signals);
            if (!process && m_running.empty())
            {
                throw IoError("start", "the process of a run", errno);
            }
            if (!process)
            {
                return; // room comes when one of the others ends
            }
            m_running.emplace(*process, next);
            m_order.push_back(next);
            m_next.reset();
        }
    }

    /** @brief Wait a moment, take the endings of the processes that ended; true when interrupted. */
    bool Wait()
    {
        const int signal = m_signals.Wait(kReportMilliseconds);
        Reap(WNOHANG);
        return signal == SIGINT || signal == SIGTERM;
    }

    /** @brief Hand on the endings of all tasks before whose start no unfinished one was started. */
    void Hand(const ProcessPool::Collect& collect)
    {
        while (m_handed < m_order.size() && m_endings[m_order[m_handed]])
        {
            const std::size_t task = m_order[m_handed++];
            collect(task, *m_endings[task]);
        }
    }

    PoolProgress Measure()
    {
        PoolProgress progress = m_ended;
        for (const auto& running : m_running)
        {
            AddTo(progress, running.second);
        }
        return progress;
    }

    /** @brief End every process under way and wait until it is gone. */
    void End()
    {
        if (m_running.empty())
        {
            return;
        }
        Kill(SIGTERM);
        using Clock = std::chrono::steady_clock;
        const auto deadline = Clock::now() + std::chrono::milliseconds(kGraceMilliseconds);
        while (!m_running.empty() && Clock::now() < deadline)
        {
            m_signals.Wait(kReportMilliseconds);
            Reap(WNOHANG);
        }
        Kill(SIGKILL);
        Reap(0);
        m_signals.DropInterrupts();
    }

  private:
    void Kill(int signal) const
    {
        for (const auto& running : m_running)
        {
            ::kill(running.first, signal);
        }
    }

    void AddTo(PoolProgress& progress, std::size_t task)
    {
        progress.simulatedPs += m_progress[task].simulatedPs.load(std::memory_order_relaxed);
        progress.events += m_progress[task].events.load(std::memory_order_relaxed);
        progress.transmissions += m_progress[task].transmissions.load(std::memory_order_relaxed);
    }

    void Reap(int options)
    {
        for (auto running = m_running.begin(); running != m_running.end();)
        {
            const auto [process, task] = *running;
            int status = 0;
            const pid_t reaped = ::waitpid(process, &status, options);
            if (reaped == 0)
            {
                ++running;
                continue;
            }
            RunEnding ending;
            ending.exitCode = ToInt(ExitCode::Internal);
            if (reaped == process)
            {
                ending.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
                ending.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
            }
            m_endings[task] = ending;
            ++m_ended.finished;
            m_ended.failed += ending.signal != 0 || ending.exitCode != 0 ? 1 : 0;
            if (m_tell)
            {
                m_tell(task, ending);
            }
            AddTo(m_ended, task);
            running = m_running.erase(running);
        }
    }

    std::size_t m_jobs;
    const ProcessPool::Choose& m_choose;
    const ProcessPool::Ended& m_tell;
    PendingSignals m_signals;
    std::vector<std::optional<RunEnding>> m_endings; //!< by task
    SharedProgress m_progress;
    PoolProgress m_ended;                   //!< sums over the tasks that have ended
    std::map<pid_t, std::size_t> m_running; //!< process to task
    std::optional<std::size_t> m_next;      //!< task that has been chosen to start
    std::vector<std::size_t> m_order;       //!< tasks as they were started
    std::size_t m_handed{0};                //!< tasks of that order handed on
};

} // namespace

std::string
RunEnding::GetSignalText() const
{
    if (signal == 0)
    {
        return "";
    }
    const char* name = ::sigabbrev_np(signal);
    const char* description = ::sigdescr_np(signal);
    return name == nullptr || description == nullptr ? fmt::format("signal {}", signal)
                                                     : fmt::format("SIG{} ({})", name, description);
}

ProcessPool::ProcessPool(std::size_t jobs) : m_jobs(jobs)
{
    if (jobs == 0)
    {
        throw std::invalid_argument("a process pool needs at least one job");
    }
}

void
ProcessPool::SetOrder(Choose choose, Ended ended)
{
    m_choose = std::move(choose);
    m_ended = std::move(ended);
}

PoolEnding
ProcessPool::Run(std::size_t tasks,
                 const Task& task,
                 const Collect& collect,
                 const Report& report) const
{
    Batch batch(tasks, m_jobs, m_choose, m_ended);
    while (!batch.IsDone())
    {
        batch.Start(task);
        const bool isInterrupted = batch.Wait();
        batch.Hand(collect);
        if (isInterrupted)
        {
            batch.End();
            return PoolEnding::Interrupted;
        }
        report(batch.Measure());
    }
    return PoolEnding::Done;
}

} // namespace nexsim
