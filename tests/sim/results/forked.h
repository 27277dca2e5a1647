// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEST_FORKED_H
#define NEXSIM_TEST_FORKED_H

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace nexsim::test
{

/**
 * @brief Start a function in a process of its own, which ends with its result as exit code, or with
 * 99 when it throws. For tests that lower limits, drop privileges or get killed.
 */
template <typename Function>
pid_t
StartForked(Function function)
{
    std::cout.flush();
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0)
    {
        int code = 99;
        try
        {
            code = function();
        }
        catch (...)
        {
        }
        ::_exit(code);
    }
    return child;
}

/**
 * @brief The exit code of a forked process (-1: of any), or minus the number of the signal that killed
 * it.
 */
inline int
WaitForked(pid_t child)
{
    int status = 0;
    if (::waitpid(child, &status, 0) <= 0)
    {
        return 98;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/** @brief Start and wait. */
template <typename Function>
int
RunForked(Function function)
{
    return WaitForked(StartForked(function));
}

} // namespace nexsim::test

#endif // NEXSIM_TEST_FORKED_H
