// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SERIAL_LINE_H
#define NEXSIM_SERIAL_LINE_H

#include "models/base/transmission-time.h"

namespace nexsim
{

/**
 * @brief One direction of a link that takes its transfers in the order in which they are asked for.
 *
 * Times are those of TransmissionTime: transfers without a gap between them end as if they were one,
 * rounded down to a picosecond.
 */
class SerialLine
{
  public:
    SerialLine() = default;

    explicit SerialLine(BitRate rate) : m_time(rate) {}

    /** @brief Transfers so many bytes, beginning at `earliest` or when the line is free. */
    SimTime Transfer(SimTime earliest, int64_t bytes)
    {
        if (earliest > m_freeAt)
        {
            m_time.Restart();
            m_freeAt = earliest;
        }
        const SimTime span = m_time.Next(bytes);
        m_freeAt += span;
        m_busy += span.Value();
        m_bytes += bytes;
        return m_freeAt;
    }

    /** @brief When what has been asked for is over. */
    SimTime FreeAt() const
    {
        return m_freeAt;
    }

    /** @brief Bytes asked for. */
    int64_t TransferredBytes() const
    {
        return m_bytes;
    }

    /** @brief Picoseconds that they take. */
    int64_t Busy() const
    {
        return m_busy;
    }

  private:
    TransmissionTime m_time;
    SimTime m_freeAt;
    int64_t m_busy = 0;
    int64_t m_bytes = 0;
};

} // namespace nexsim

#endif // NEXSIM_SERIAL_LINE_H
