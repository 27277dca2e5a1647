// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/task-process.h"

#include "sim/results/exit-code.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <exception>
#include <iostream>

namespace nexsim
{

namespace
{

/** @brief The result of a function of a task; its exceptions end here. */
int
Call(const std::function<int()>& function)
{
    try
    {
        return function();
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "nexsim: %s\n", error.what());
    }
    catch (...)
    {
        std::fputs("nexsim: unknown exception\n", stderr);
    }
    return ToInt(ExitCode::Internal);
}

[[noreturn]] void
BecomeTask(const std::function<int()>& function, const PendingSignals& signals, pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
    {
        ::_exit(ToInt(ExitCode::Interrupted)); // it died before the line above
    }
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGTERM, SIG_DFL);
    ::sigprocmask(SIG_SETMASK, &signals.GetMaskBefore(), nullptr);
    const int code = Call(function);
    std::cout.flush();
    std::fflush(nullptr);
    // Not exit(): the destructors of static objects belong to the parent.
    ::_exit(code);
}

} // namespace

PendingSignals::PendingSignals()
{
    ::sigemptyset(&m_signals);
    for (const int signal : {SIGINT, SIGTERM, SIGCHLD})
    {
        ::sigaddset(&m_signals, signal);
    }
    ::sigprocmask(SIG_BLOCK, &m_signals, &m_maskBefore);
    // Where SIGCHLD is ignored, the system throws the endings of children away.
    struct sigaction childAction = {};
    childAction.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &childAction, &m_childActionBefore);
}

PendingSignals::~PendingSignals()
{
    ::sigaction(SIGCHLD, &m_childActionBefore, nullptr);
    ::sigprocmask(SIG_SETMASK, &m_maskBefore, nullptr);
}

int
PendingSignals::Wait(int milliseconds) const
{
    const timespec timeout{milliseconds / 1000, milliseconds % 1000 * 1'000'000L};
    const int signal = ::sigtimedwait(&m_signals, nullptr, &timeout);
    return signal > 0 ? signal : 0;
}

void
PendingSignals::DropInterrupts() const
{
    while (Wait(0) != 0)
    {
    }
}

std::optional<pid_t>
StartProcess(const std::function<int()>& function, const PendingSignals& signals)
{
    std::cout.flush();
    std::fflush(nullptr);
    const pid_t parent = ::getpid();
    const pid_t process = ::fork();
    if (process == 0)
    {
        BecomeTask(function, signals, parent);
    }
    return process > 0 ? std::optional<pid_t>(process) : std::nullopt;
}

} // namespace nexsim
