// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_START_COALESCING_H
#define NEXSIM_START_COALESCING_H

#include "models/base/quantity.h"

namespace nexsim
{

/**
 * @brief Whether starts of transmission should be put off (XNU: ENQUEUE_MULTI, dlil.c).
 *
 * It counts what is enqueued in windows of twice the timeout, of which the next begins with the first
 * packet that comes after the end of the one before, whose judge it is: QueueLength packets or more
 * turn it on, fewer are the mark of an idle window. The eleventh idle window in a row turns it off,
 * and so does a packet 200 ms or more after its window began. Time without any packet is no window.
 */
class StartCoalescing
{
  public:
    /** @param queueLength 1 to 100 packets @param timeout above 0 */
    void Configure(int64_t queueLength, SimTime timeout)
    {
        m_queueLength = queueLength;
        m_timeout = timeout;
    }

    bool IsConfigured() const
    {
        return m_queueLength > 0;
    }

    /** @brief Packets have been enqueued. */
    void OnEnqueue(int64_t packets, SimTime now);

    bool IsOn() const
    {
        return m_isOn;
    }

    /** @brief Whether a start with so many packets in the queue should wait for Timeout. */
    bool Delays(int64_t queued) const
    {
        return m_isOn && queued > 0 && queued < m_queueLength;
    }

    SimTime Timeout() const
    {
        return m_timeout;
    }

  private:
    static constexpr int64_t kIdleWindows = 10;
    static constexpr SimTime kForgetAfter = SimTime(200'000'000'000); // 200 ms

    SimTime Window() const
    {
        return m_timeout + m_timeout;
    }

    void Judge(SimTime elapsed);

    int64_t m_queueLength = 0; //!< 0: not configured
    SimTime m_timeout;
    SimTime m_windowStart;
    int64_t m_inWindow = 0; //!< 0: there has been none yet
    int64_t m_idle = 0;     //!< windows in a row, 10 at most
    bool m_isOn = false;
};

} // namespace nexsim

#endif // NEXSIM_START_COALESCING_H
