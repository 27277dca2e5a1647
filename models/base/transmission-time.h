// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSMISSION_TIME_H
#define NEXSIM_TRANSMISSION_TIME_H

#include "models/base/quantity.h"

namespace nexsim
{

/**
 * @brief Turns bytes at a bit rate into picoseconds without ever drifting.
 *
 * One span is 8e12 x bytes / rate picoseconds. Spans that follow each other without a gap share one
 * remainder: the end of the k-th is the exact end of all k, rounded down to a whole picosecond.
 * After a gap the remainder starts at zero again.
 */
class TransmissionTime
{
  public:
    TransmissionTime() = default;

    /** @param rate bits per second, 1 and above */
    explicit TransmissionTime(BitRate rate);

    BitRate Rate() const
    {
        return m_rate;
    }

    /**
     * @brief The span of `bytes` that follows the previous span without a gap.
     * @throws std::overflow_error when it is longer than simulated time can be
     */
    SimTime Next(int64_t bytes)
    {
        int64_t span = 0;
        if (m_picosecondsPerByte != 0 &&
            !__builtin_mul_overflow(bytes, m_picosecondsPerByte, &span))
        {
            return SimTime(span);
        }
        return NextInexact(bytes);
    }

    /** @brief Forgets the remainder: the next span starts after a gap. */
    void Restart()
    {
        m_remainder = 0;
    }

    /** @brief One span on its own, rounded down to a whole picosecond; throws as Next. */
    SimTime Span(int64_t bytes) const;

  private:
    SimTime NextInexact(int64_t bytes);

    BitRate m_rate{1};
    int64_t m_picosecondsPerByte = 8'000'000'000'000; //!< 0 where it is not a whole number
    int64_t m_remainder = 0; //!< of 8e12 x bytes modulo the rate; always below the rate
};

} // namespace nexsim

#endif // NEXSIM_TRANSMISSION_TIME_H
