// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PROPORTIONAL_RATE_REDUCTION_H
#define NEXSIM_PROPORTIONAL_RATE_REDUCTION_H

#include <algorithm>
#include <cstdint>

namespace nexsim
{

/** @brief How much may leave while a window goes down to its threshold (RFC 6937, PRR-SSRB). */
class ProportionalRateReduction
{
  public:
    /** @param flight bytes outstanding now, 1 and above */
    void Begin(int64_t flight)
    {
        m_delivered = 0;
        m_sent = 0;
        m_flight = std::max<int64_t>(1, flight);
    }

    void OnSent(int64_t bytes)
    {
        m_sent += bytes;
    }

    /**
     * @brief Bytes that may leave now, after an acknowledgement.
     * @param delivered bytes that it reported
     */
    int64_t Allowed(int64_t delivered, int64_t pipe, int64_t threshold, int64_t segment)
    {
        m_delivered += delivered;
        int64_t allowed = 0;
        if (pipe > threshold)
        {
            const auto share = static_cast<__int128>(m_delivered) * threshold;
            allowed = static_cast<int64_t>((share + m_flight - 1) / m_flight) - m_sent;
        }
        else
        {
            const int64_t bound = std::max(m_delivered - m_sent, delivered) + segment;
            allowed = std::min(threshold - pipe, bound);
        }
        return std::max<int64_t>(0, allowed);
    }

  private:
    int64_t m_delivered = 0;
    int64_t m_sent = 0;
    int64_t m_flight = 1; //!< bytes outstanding when it began
};

} // namespace nexsim

#endif // NEXSIM_PROPORTIONAL_RATE_REDUCTION_H
