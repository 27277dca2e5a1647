// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PROGRESS_H
#define NEXSIM_PROGRESS_H

#include "sim/results/text-sink.h"
#include "sim/run/run-progress.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief How progress is shown. */
enum class ProgressStyle
{
    OneLine, //!< a terminal: one line, written over
    Lines    //!< a file or a pipe: a plain line every few seconds
};

/** @brief OneLine when stderr is a terminal. */
ProgressStyle GetStderrStyle();

/** @brief Seconds, rounded up, as on a clock: "0:42", "12:05", "3:00:10". */
std::string ClockText(double seconds);

/** @brief Writes to stderr; what cannot be written is lost, since no result depends on it. */
class StderrSink : public TextSink
{
  public:
    void Write(std::string_view text) override;
};

/**
 * @brief Shows how far an experiment is: runs, simulated time, packet transmissions per second, time left.
 *
 * Writes nothing in the first two seconds, hence nothing at all for short work. Time is given by the
 * caller, from a steady clock.
 */
class Progress
{
  public:
    using Instant = std::chrono::steady_clock::time_point;

    /**
     * @param sink receives the text; outlives this
     * @param style of the sink
     * @param plannedPs simulated time of all runs together
     * @param start when the work began
     */
    Progress(TextSink& sink, ProgressStyle style, std::int64_t plannedPs, Instant start);

    /** @brief Show the state, if it is time to. @param secondsLeft where that can be known */
    void Update(const PoolProgress& state, std::optional<double> secondsLeft, Instant now);

    /** @brief Leave the terminal clean, or a last plain line. */
    void Finish(const PoolProgress& state, Instant now);

  private:
    std::string Line(const PoolProgress& state,
                     std::optional<double> secondsLeft,
                     double seconds) const;

    TextSink& m_sink;
    ProgressStyle m_style;
    std::int64_t m_plannedPs;
    Instant m_start;
    Instant m_next;        //!< nothing is written before
    bool m_isShown{false}; //!< something was written
};

} // namespace nexsim

#endif // NEXSIM_PROGRESS_H
