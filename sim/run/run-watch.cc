// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-watch.h"

#include "sim/results/format-quantity.h"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdio>

namespace nexsim
{

namespace
{

constexpr std::chrono::milliseconds kBetweenLooks(250);

std::string
TimeText(SimTime time)
{
    return FormatPrecisely(static_cast<double>(time.Value()), "ps");
}

/** @brief Memory of this process that is in use now; 0 where the system does not tell. */
int64_t
ResidentBytes()
{
    std::FILE* file = std::fopen("/proc/self/statm", "r");
    long long total = 0;
    long long resident = 0;
    if (file != nullptr)
    {
        resident = std::fscanf(file, "%lld %lld", &total, &resident) == 2 ? resident : 0;
        std::fclose(file);
    }
    return resident * sysconf(_SC_PAGESIZE);
}

} // namespace

std::string
OutputLimitText(const LimitSpec& limits)
{
    return fmt::format("the limit of {} B of output was reached", limits.outputBytes);
}

RunWatchdog::RunWatchdog(const LimitSpec& limits,
                         const RunWatch& watch,
                         DeterministicSimulatorImpl& kernel)
    : m_limits(limits), m_watch(watch), m_kernel(kernel), m_begin(std::chrono::steady_clock::now()),
      m_nextLook(m_begin)
{
    if (limits.events != 0)
    {
        kernel.SetEventLimit(limits.events);
    }
    kernel.SetWatchdog([this] { Check(); });
}

RunWatchdog::~RunWatchdog()
{
    m_kernel.SetWatchdog({});
}

void
RunWatchdog::Cut(ExitCode outcome, std::string reason)
{
    m_cut = {outcome,
             fmt::format("{} at {} of simulated time", reason, TimeText(m_kernel.CurrentTime()))};
    m_kernel.Stop();
}

void
RunWatchdog::Check()
{
    const auto now = std::chrono::steady_clock::now();
    const auto spent = now - m_begin;
    if (m_look && now >= m_nextLook)
    {
        m_look();
        m_nextLook = now + kBetweenLooks;
    }
    if (m_watch.progress)
    {
        m_watch.progress(m_kernel.CurrentTime(), m_kernel.GetEventCount());
    }
    if (m_watch.interrupted != nullptr && m_watch.interrupted->load())
    {
        Cut(ExitCode::Interrupted, "interrupted");
    }
    else if (m_limits.wallSeconds != 0 && spent >= std::chrono::seconds(m_limits.wallSeconds))
    {
        Cut(ExitCode::LimitReached,
            fmt::format("the limit of {} s of wall time was reached", m_limits.wallSeconds));
    }
    else if (m_limits.memoryBytes != 0 && ResidentBytes() > m_limits.memoryBytes)
    {
        Cut(ExitCode::LimitReached,
            fmt::format("the limit of {} B of memory was reached", m_limits.memoryBytes));
    }
    else if (m_limits.outputBytes != 0 && m_watch.outputBytes &&
             m_watch.outputBytes() > m_limits.outputBytes)
    {
        Cut(ExitCode::LimitReached, OutputLimitText(m_limits));
    }
}

RunCut
RunWatchdog::Result(SimTime duration) const
{
    switch (m_kernel.HowRunEnded())
    {
    case RunEnd::EventLimit:
        return {ExitCode::LimitReached,
                fmt::format("the limit of {} events was reached at {} of {}",
                            m_limits.events,
                            TimeText(m_kernel.CurrentTime()),
                            TimeText(duration))};
    case RunEnd::Stopped:
        if (m_cut.outcome == ExitCode::Done)
        {
            return {ExitCode::InvariantBroke,
                    fmt::format("a component stopped the run at {} of {}",
                                TimeText(m_kernel.CurrentTime()),
                                TimeText(duration))};
        }
        return m_cut;
    case RunEnd::Condition:
    case RunEnd::EndTime:
    case RunEnd::Drained:
        break;
    }
    return {};
}

} // namespace nexsim
