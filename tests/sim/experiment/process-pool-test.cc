// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/process-pool.h"
#include "sim/results/atomic-file.h"
#include "sim/results/io-error.h"
#include "sim/results/run-directory.h"
#include "sim/results/temporary-name.h"
#include "tests/sim/results/forked.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace process_pool_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

/** @brief Tasks and endings in the order in which they were collected. */
struct Collected
{
    std::vector<std::size_t> tasks;
    std::vector<RunEnding> endings;

    ProcessPool::Collect Collect()
    {
        return [this](std::size_t task, const RunEnding& ending) {
            tasks.push_back(task);
            endings.push_back(ending);
        };
    }
};

void
Ignore(const PoolProgress&)
{
}

/** @brief Numbers shared by the processes of a test. */
struct Shared
{
    std::atomic<int> running{0};
    std::atomic<int> most{0};
    std::atomic<int> started{0};
    std::atomic<int> released{0};
    std::array<std::atomic<int>, 16> order{};
};

/** @brief A Shared in shared memory. */
class SharedPtr
{
  public:
    SharedPtr()
        : m_memory(::mmap(nullptr,
                          sizeof(Shared),
                          PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS,
                          -1,
                          0)),
          m_shared(new (m_memory) Shared)
    {
    }

    ~SharedPtr()
    {
        ::munmap(m_memory, sizeof(Shared));
    }

    SharedPtr(const SharedPtr&) = delete;
    SharedPtr& operator=(const SharedPtr&) = delete;

    Shared* operator->() const
    {
        return m_shared;
    }

    Shared& operator*() const
    {
        return *m_shared;
    }

  private:
    void* m_memory;
    Shared* m_shared;
};

void
WaitUntil(const std::atomic<int>& number, int least)
{
    while (number.load() < least)
    {
        ::usleep(500);
    }
}

/** @brief A pipe whose reading end sees the end of file when no process holds the writing end. */
class Pipe
{
  public:
    Pipe()
    {
        if (::pipe(m_ends.data()) != 0)
        {
            throw IoError("open", "a pipe", errno);
        }
    }

    ~Pipe()
    {
        ::close(m_ends[0]);
        CloseWriting();
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void CloseWriting()
    {
        if (m_ends[1] >= 0)
        {
            ::close(m_ends[1]);
            m_ends[1] = -1;
        }
    }

    /** @brief Wait until every process that held the writing end is gone. */
    bool IsDeserted() const
    {
        char byte = 0;
        return ::read(m_ends[0], &byte, 1) == 0;
    }

  private:
    std::array<int, 2> m_ends{-1, -1};
};

/** @brief Begin a run in a folder, tell so, and never finish. */
ExitCode
HangInRun(const ScratchFolder& folder, std::size_t task, Shared& shared)
{
    RunDirectory run(folder / "runs", std::to_string(task));
    run.Write("run.json", "half");
    ++shared.started;
    for (;;)
    {
        ::pause();
    }
}

} // namespace

TEST_CASE("every task runs once, and endings come in order whatever finishes first")
{
    for (const std::size_t jobs : {1, 2, 5, 50})
    {
        const ScratchFolder folder;
        const SharedPtr shared;
        Collected collected;
        const PoolEnding ending = ProcessPool(jobs).Run(
            9,
            [&](std::size_t task, RunProgress&) {
                // With two jobs or more, task 0 ends only after task 1 has.
                if (task == 0 && jobs > 1)
                {
                    WaitUntil(shared->released, 1);
                }
                WriteFileAtomically(folder / std::to_string(task), "done");
                shared->released += task == 1;
                return task == 4 ? ExitCode::LimitReached : ExitCode::Done;
            },
            collected.Collect(),
            Ignore);
        CHECK(ending == PoolEnding::Done);
        CHECK(collected.tasks == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8});
        CHECK(folder.List().size() == 9);
        for (std::size_t task = 0; task < 9; ++task)
        {
            CHECK(collected.endings[task].signal == 0);
            CHECK(collected.endings[task].exitCode == (task == 4 ? 5 : 0));
        }
    }
}

TEST_CASE("as many tasks run at a time as there are jobs, and no more")
{
    const SharedPtr shared;
    Collected collected;
    ProcessPool(3).Run(
        10,
        [&](std::size_t task, RunProgress&) {
            const int now = ++shared->running;
            int most = shared->most.load();
            while (now > most && !shared->most.compare_exchange_weak(most, now))
            {
            }
            // The first three wait for each other: fewer at a time would never end.
            ++shared->started;
            WaitUntil(shared->started, task < 3 ? 3 : 1);
            --shared->running;
            return ExitCode::Done;
        },
        collected.Collect(),
        Ignore);
    CHECK(shared->most == 3);
    CHECK(collected.tasks.size() == 10);
}

TEST_CASE("one job runs the tasks in order of the plan")
{
    const SharedPtr shared;
    Collected collected;
    ProcessPool(1).Run(
        6,
        [&](std::size_t task, RunProgress&) {
            shared->order[static_cast<std::size_t>(shared->started++)] = static_cast<int>(task);
            return ExitCode::Done;
        },
        collected.Collect(),
        Ignore);
    for (int i = 0; i < 6; ++i)
    {
        CHECK(shared->order[static_cast<std::size_t>(i)] == i);
    }
}

TEST_CASE("another order is kept, of starts and of what is handed on; endings are told at once")
{
    const SharedPtr shared;
    Collected collected;
    std::vector<std::size_t> order{3, 0, 2, 1};
    std::vector<std::size_t> told;
    ProcessPool pool(2);
    pool.SetOrder(
        [&order] {
            const std::size_t next = order.front();
            order.erase(order.begin());
            return next;
        },
        [&told](std::size_t task, const RunEnding&) { told.push_back(task); });
    pool.Run(
        4,
        [&](std::size_t task, RunProgress&) {
            // What starts first ends last.
            WaitUntil(shared->released, task == 3 ? 3 : 0);
            ++shared->released;
            return ExitCode::Done;
        },
        collected.Collect(),
        Ignore);
    CHECK(collected.tasks == std::vector<std::size_t>{3, 0, 2, 1});
    // Task 2 starts when 0 has ended; 3 and 1 may end in one moment.
    REQUIRE(told.size() == 4);
    CHECK(told[0] == 0);
    CHECK(told[1] == 2);
    CHECK(order.empty());
}

TEST_CASE("a crash is named and takes nobody along")
{
    Collected collected;
    const PoolEnding ending = ProcessPool(2).Run(
        5,
        [](std::size_t task, RunProgress&) {
            const rlimit none{0, 0};
            ::setrlimit(RLIMIT_CORE, &none);
            if (task == 1)
            {
                ::signal(SIGSEGV, SIG_DFL);
                ::raise(SIGSEGV);
            }
            if (task == 3)
            {
                ::raise(SIGKILL);
            }
            return ExitCode::Done;
        },
        collected.Collect(),
        Ignore);
    CHECK(ending == PoolEnding::Done);
    REQUIRE(collected.endings.size() == 5);
    CHECK(collected.endings[1].GetSignalText() == "SIGSEGV (Segmentation fault)");
    CHECK(collected.endings[3].GetSignalText() == "SIGKILL (Killed)");
    for (const std::size_t task : {0, 2, 4})
    {
        CHECK(collected.endings[task].GetSignalText().empty());
        CHECK(collected.endings[task].exitCode == 0);
    }
}

TEST_CASE("an exception in a task is an internal error of that task")
{
    Collected collected;
    // The message goes to stderr, which is none of the test's output.
    ProcessPool(1).Run(
        2,
        [](std::size_t task, RunProgress&) {
            const int null = ::open("/dev/null", O_WRONLY);
            ::dup2(null, STDERR_FILENO);
            if (task == 0)
            {
                throw std::runtime_error("broken");
            }
            return ExitCode::Done;
        },
        collected.Collect(),
        Ignore);
    CHECK(collected.endings.at(0).exitCode == 1);
    CHECK(collected.endings.at(1).exitCode == 0);
}

TEST_CASE("progress adds up over tasks, ended ones too")
{
    Collected collected;
    PoolProgress last;
    ProcessPool(2).Run(
        4,
        [](std::size_t task, RunProgress& progress) {
            progress.simulatedPs = 1000 + static_cast<std::int64_t>(task);
            progress.events = 10 * task;
            progress.transmissions = task;
            return task == 2 ? ExitCode::LimitReached : ExitCode::Done;
        },
        collected.Collect(),
        [&last](const PoolProgress& progress) {
            CHECK(progress.finished >= last.finished);
            last = progress;
        });
    CHECK(last.finished == 4);
    CHECK(last.total == 4);
    CHECK(last.simulatedPs == 4006);
    CHECK(last.events == 60);
    CHECK(last.transmissions == 6);
    CHECK(last.failed == 1);
}

TEST_CASE("no tasks are done at once, no jobs are refused")
{
    Collected collected;
    CHECK(ProcessPool(2).Run(
              0,
              [](std::size_t, RunProgress&) { return ExitCode::Done; },
              collected.Collect(),
              Ignore) == PoolEnding::Done);
    CHECK(collected.tasks.empty());
    CHECK_THROWS_AS(ProcessPool(0), std::invalid_argument);
}

TEST_CASE("an interrupt ends every run and leaves no half of one")
{
    for (const int signal : {SIGINT, SIGTERM})
    {
        const ScratchFolder folder;
        const SharedPtr shared;
        Pipe pipe;
        const pid_t pool = StartForked([&] {
            // As a shell starts a background command.
            ::signal(SIGINT, SIG_IGN);
            Collected collected;
            const PoolEnding ending = ProcessPool(2).Run(
                5,
                [&](std::size_t task, RunProgress&) { return HangInRun(folder, task, *shared); },
                collected.Collect(),
                Ignore);
            RemoveStaleTemporaries(folder / "runs");
            const bool isRight = ending == PoolEnding::Interrupted && collected.tasks.empty();
            return isRight ? ToInt(ExitCode::Interrupted) : 1;
        });
        pipe.CloseWriting();
        WaitUntil(shared->started, 2);
        CHECK(folder.List("runs").size() == 2);
        ::kill(pool, signal);
        CHECK(WaitForked(pool) == 130);
        CHECK(pipe.IsDeserted());
        CHECK(folder.List("runs").empty());
        CHECK(shared->started == 2);
    }
}

TEST_CASE("a task is asked to end before it is killed")
{
    const ScratchFolder folder;
    const SharedPtr shared;
    Pipe pipe;
    const pid_t pool = StartForked([&] {
        Collected collected;
        const PoolEnding ending = ProcessPool(2).Run(
            2,
            [&](std::size_t task, RunProgress&) -> ExitCode {
                sigset_t request;
                ::sigemptyset(&request);
                ::sigaddset(&request, SIGTERM);
                ::sigprocmask(SIG_BLOCK, &request, nullptr);
                ++shared->started;
                int received = 0;
                ::sigwait(&request, &received);
                shared->released += received == SIGTERM;
                // One task then ends by itself, the other has to be killed.
                while (task > 0)
                {
                    ::pause();
                }
                return ExitCode::Interrupted;
            },
            collected.Collect(),
            Ignore);
        return ending == PoolEnding::Interrupted ? 130 : 1;
    });
    pipe.CloseWriting();
    WaitUntil(shared->started, 2);
    ::kill(pool, SIGINT);
    CHECK(WaitForked(pool) == 130);
    CHECK(pipe.IsDeserted());
    CHECK(shared->released == 2);
}

TEST_CASE("a task can be ended by SIGTERM whatever its parent does with it")
{
    const auto before = ::signal(SIGTERM, SIG_IGN);
    Collected collected;
    ProcessPool(1).Run(
        1,
        [](std::size_t, RunProgress&) {
            ::raise(SIGTERM);
            return ExitCode::Done;
        },
        collected.Collect(),
        Ignore);
    ::signal(SIGTERM, before);
    CHECK(collected.endings.at(0).signal == SIGTERM);
}

TEST_CASE("tasks ignore the SIGINT that a terminal sends them too")
{
    Collected collected;
    ProcessPool(1).Run(
        1,
        [](std::size_t, RunProgress&) {
            ::raise(SIGINT);
            return ExitCode::Done;
        },
        collected.Collect(),
        Ignore);
    CHECK(collected.endings.at(0).signal == 0);
}

TEST_CASE("tasks die with the process that started them")
{
    // Orphans become this process's children, so that it can wait for them.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const SharedPtr shared;
    const ScratchFolder folder;
    const pid_t pool = StartForked([&] {
        Collected collected;
        ProcessPool(2).Run(
            2,
            [&](std::size_t task, RunProgress&) { return HangInRun(folder, task, *shared); },
            collected.Collect(),
            Ignore);
        return 0;
    });
    WaitUntil(shared->started, 2);
    ::kill(pool, SIGKILL);
    CHECK(WaitForked(pool) == -SIGKILL);
    CHECK(WaitForked(-1) == -SIGKILL);
    CHECK(WaitForked(-1) == -SIGKILL);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    // Nobody is left, so the next start cleans up.
    RemoveStaleTemporaries(folder / "runs");
    CHECK(folder.List("runs").empty());
}

TEST_CASE("an error while collecting ends the runs under way")
{
    const SharedPtr shared;
    Pipe pipe;
    const pid_t pool = StartForked([&] {
        try
        {
            ProcessPool(2).Run(
                3,
                [&](std::size_t task, RunProgress&) {
                    ++shared->started;
                    WaitUntil(shared->started, 2);
                    while (task > 0)
                    {
                        ::pause();
                    }
                    return ExitCode::Done;
                },
                [](std::size_t, const RunEnding&) { throw IoError("write", "runs.csv", ENOSPC); },
                Ignore);
        }
        catch (const IoError& error)
        {
            const bool hasChildren = ::waitpid(-1, nullptr, WNOHANG) != -1;
            return error.GetErrorNumber() == ENOSPC && !hasChildren ? 1 : 2;
        }
        return 3;
    });
    pipe.CloseWriting();
    CHECK(WaitForked(pool) == 1);
    CHECK(pipe.IsDeserted());
}

TEST_CASE("signals are handled afterwards as they were before")
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const auto childBefore = ::signal(SIGCHLD, SIG_IGN);
    Collected collected;
    // With SIGCHLD ignored, as some parents leave it, exit codes would be lost.
    ProcessPool(1).Run(
        1,
        [](std::size_t, RunProgress&) { return ExitCode::InvariantBroke; },
        collected.Collect(),
        Ignore);
    CHECK(collected.endings.at(0).exitCode == 4);
    const bool isIgnored = ::signal(SIGCHLD, childBefore) == SIG_IGN;
    CHECK(isIgnored);
    sigset_t after;
    ::sigprocmask(SIG_SETMASK, nullptr, &after);
    for (const int signal : {SIGINT, SIGTERM, SIGCHLD})
    {
        CHECK(::sigismember(&after, signal) == 0);
    }
}

} // namespace process_pool_test
