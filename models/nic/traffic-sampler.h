// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_SAMPLER_H
#define NEXSIM_TRAFFIC_SAMPLER_H

#include "models/base/quantity.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief Packets and bytes by samples of a least length, and their moving averages, as XNU has them.
 *
 * There is no clock: a sample ends with the first addition that comes its length or later after the
 * end of the one before. Averages are whole numbers, rounded down, and begin anew from zero.
 */
class TrafficSampler
{
  public:
    /** @param growth, shrinkage an average moves by 2^-growth (or 2^-shrinkage) of the difference */
    TrafficSampler(unsigned growth, unsigned shrinkage) : m_growth(growth), m_shrinkage(shrinkage)
    {
    }

    /** @brief @param length of a sample, above 0 */
    void SetLength(SimTime length)
    {
        m_length = length;
    }

    /** @brief Counts these. @return whether a sample has ended, and the averages have moved */
    bool Add(SimTime now, int64_t packets, int64_t bytes)
    {
        if (m_last < SimTime(0))
        {
            m_last = now;
        }
        m_packets += packets;
        m_bytes += bytes;
        if (now - m_last < m_length)
        {
            return false;
        }
        m_last = now;
        Average(m_packetsAverage, m_packets);
        Average(m_bytesAverage, m_bytes);
        m_packets = 0;
        m_bytes = 0;
        return true;
    }

    /** @brief Forgets the averages. */
    void Reset()
    {
        m_packetsAverage = 0;
        m_bytesAverage = 0;
    }

    /** @brief Since when the present sample lasts; below 0 before the first addition. */
    SimTime LastSample() const
    {
        return m_last;
    }

    bool IsAtMost(int64_t packets, int64_t bytes) const
    {
        return m_packetsAverage <= packets && m_bytesAverage <= bytes;
    }

    bool IsAtLeast(int64_t packets, int64_t bytes) const
    {
        return m_packetsAverage >= packets && m_bytesAverage >= bytes;
    }

    /** @brief Packets per sample. */
    int64_t PacketsAverage() const
    {
        return m_packetsAverage;
    }

    /** @brief Bytes per sample. */
    int64_t BytesAverage() const
    {
        return m_bytesAverage;
    }

  private:
    void Average(int64_t& average, int64_t sample) const
    {
        const unsigned decay = sample > average ? m_growth : m_shrinkage;
        const int64_t weight = (int64_t{1} << decay) - 1;
        average = average > 0 ? (average * weight + sample) >> decay : sample;
    }

    unsigned m_growth;
    unsigned m_shrinkage;
    SimTime m_length{1};
    SimTime m_last{-1};
    int64_t m_packets = 0;
    int64_t m_bytes = 0;
    int64_t m_packetsAverage = 0;
    int64_t m_bytesAverage = 0;
};

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_SAMPLER_H
