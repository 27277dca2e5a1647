// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BYTE_PACE_H
#define NEXSIM_BYTE_PACE_H

#include "models/base/quantity.h"

namespace nexsim
{

/**
 * @brief Deals a span of time out over bytes without drifting: a frame's read-out over its lines.
 *
 * Spans that follow each other share one remainder, as in TransmissionTime: the end of the k-th is
 * the exact end of all k, rounded down to a picosecond.
 */
class BytePace
{
  public:
    BytePace() = default;

    /**
     * @param span of all bytes at a speed of 100 %, 0 and above
     * @param bytes 1 and above
     * @param speed above 0
     */
    BytePace(SimTime span, int64_t bytes, Ratio speed)
        : m_span(static_cast<Wide>(span.Value()) * kWhole),
          m_bytes(static_cast<Wide>(bytes) * speed.Value())
    {
    }

    /** @brief The span of `bytes` that follow the ones before. */
    SimTime Next(int64_t bytes)
    {
        m_rest += m_span * bytes;
        const Wide picoseconds = m_rest / m_bytes;
        m_rest -= picoseconds * m_bytes;
        return SimTime(static_cast<int64_t>(picoseconds));
    }

    /** @brief Forgets the remainder: the next span starts after a gap. */
    void Restart()
    {
        m_rest = 0;
    }

    /** @brief The least that Next gives for so many bytes. */
    SimTime Least(int64_t bytes) const
    {
        return SimTime(static_cast<int64_t>(m_span * bytes / m_bytes));
    }

  private:
    using Wide = __int128;

    static constexpr int64_t kWhole = 1'000'000'000; //!< Ratio's 100 %

    Wide m_span = 0;
    Wide m_bytes = 1;
    Wide m_rest = 0; //!< of m_span x bytes modulo m_bytes
};

} // namespace nexsim

#endif // NEXSIM_BYTE_PACE_H
