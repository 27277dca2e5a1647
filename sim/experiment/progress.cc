// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/progress.h"

#include "sim/results/format-quantity.h"

#include <fmt/format.h>

#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace nexsim
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kSilence = 2s;
constexpr auto kBetweenLines = 5s;
constexpr auto kBetweenRewrites = 200ms;
constexpr const char* kClearLine = "\r\x1b[K";

double
Seconds(std::chrono::steady_clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

std::string
ClockText(double seconds)
{
    const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
    const std::int64_t hours = whole / 3600;
    const std::int64_t minutes = whole / 60 % 60;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60)
                     : fmt::format("{}:{:02}", minutes, whole % 60);
}

ProgressStyle
GetStderrStyle()
{
    return ::isatty(STDERR_FILENO) == 1 ? ProgressStyle::OneLine : ProgressStyle::Lines;
}

void
StderrSink::Write(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

Progress::Progress(TextSink& sink, ProgressStyle style, std::int64_t plannedPs, Instant start)
    : m_sink(sink), m_style(style), m_plannedPs(plannedPs), m_start(start), m_next(start + kSilence)
{
}

void
Progress::Update(const PoolProgress& state, std::optional<double> secondsLeft, Instant now)
{
    if (now < m_next)
    {
        return;
    }
    const std::string line = Line(state, secondsLeft, Seconds(now - m_start));
    m_isShown = true;
    if (m_style == ProgressStyle::OneLine)
    {
        m_sink.Write(kClearLine + line);
        m_next = now + kBetweenRewrites;
    }
    else
    {
        m_sink.Write(line + "\n");
        m_next = now + kBetweenLines;
    }
}

void
Progress::Finish(const PoolProgress& state, Instant now)
{
    if (m_isShown)
    {
        m_sink.Write(m_style == ProgressStyle::OneLine
                         ? kClearLine
                         : Line(state, {}, Seconds(now - m_start)) + "\n");
    }
}

std::string
Progress::Line(const PoolProgress& state, std::optional<double> secondsLeft, double seconds) const
{
    const std::size_t left = state.total - state.finished;
    std::string line = fmt::format(
        "{} done, {}{} left, {} of {} simulated, {}",
        state.finished - state.failed,
        state.failed > 0 ? fmt::format("{} failed, ", state.failed) : "",
        left,
        FormatQuantity(static_cast<double>(state.simulatedPs), "ps"),
        FormatQuantity(static_cast<double>(m_plannedPs), "ps"),
        FormatQuantity(static_cast<double>(state.transmissions) / seconds, "packets/s"));
    if (left > 0 && secondsLeft)
    {
        line += fmt::format(", {} to go", ClockText(*secondsLeft));
    }
    return line;
}

} // namespace nexsim
