// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ROUND_TRIP_ESTIMATOR_H
#define NEXSIM_ROUND_TRIP_ESTIMATOR_H

#include "models/base/quantity.h"

#include <algorithm>

namespace nexsim
{

/**
 * @brief Smoothed round-trip time and the retransmission time-out (RFC 6298 sections 2 and 5).
 *
 * In whole picoseconds, rounded down; the clock granularity G of the RFC is one picosecond, so that
 * the least time-out and not the clock bounds 4 RTTVAR from below.
 */
class RoundTripEstimator
{
  public:
    RoundTripEstimator(SimTime initial, SimTime minimum, SimTime maximum)
        : m_base(initial), m_minimum(minimum), m_maximum(maximum)
    {
    }

    /** @brief A round trip of a segment that was sent once (Karn's rule is the caller's). */
    void AddSample(SimTime sample)
    {
        if (m_smoothed == SimTime(0))
        {
            m_smoothed = sample;
            m_variation = SimTime(sample.Value() / 2);
        }
        else
        {
            const int64_t error = sample.Value() - m_smoothed.Value();
            m_variation += SimTime(((error < 0 ? -error : error) - m_variation.Value()) / 4);
            m_smoothed += SimTime(error / 8);
        }
        m_least = m_least == SimTime(0) ? sample : std::min(m_least, sample);
        m_backOff = 0;
        m_base = m_smoothed + SimTime(4 * m_variation.Value());
    }

    /** @brief The timer expired: the time-out doubles until the next sample. */
    void BackOff()
    {
        m_backOff = std::min(m_backOff + 1, 30);
    }

    /** @brief Something new was acknowledged: the back-off ends. */
    void EndBackOff()
    {
        m_backOff = 0;
    }

    SimTime TimeOut() const
    {
        const int64_t base = std::clamp(m_base, m_minimum, m_maximum).Value();
        // A shift of a value up to the maximum by up to 30 bits would not fit.
        const bool reachesMaximum = base > (m_maximum.Value() >> m_backOff);
        return reachesMaximum ? m_maximum : SimTime(base << m_backOff);
    }

    /** @brief Zero before the first sample. */
    SimTime Smoothed() const
    {
        return m_smoothed;
    }

    /** @brief The least sample so far; zero before the first. */
    SimTime Least() const
    {
        return m_least;
    }

  private:
    SimTime m_smoothed;
    SimTime m_variation;
    SimTime m_least;
    SimTime m_base; //!< SRTT + 4 RTTVAR, or the initial time-out
    SimTime m_minimum;
    SimTime m_maximum;
    int m_backOff = 0;
};

} // namespace nexsim

#endif // NEXSIM_ROUND_TRIP_ESTIMATOR_H
