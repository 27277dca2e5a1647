// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RX_STAMPS_H
#define NEXSIM_RX_STAMPS_H

#include "models/base/quantity.h"

namespace nexsim
{

/**
 * @brief When a receive ring was filled and read last, for whoever looks for stalled ones (XNU:
 * rx_enqueue_ts, rx_dequeue_ts).
 *
 * The first stamp stands still from the first packet that comes after a read until the next read.
 * XNU counts whole seconds; here times are exact.
 */
class RxStamps
{
  public:
    /** @brief The ring is new, now. */
    void Restart(SimTime now)
    {
        m_enqueued = now;
        m_dequeued = now;
    }

    void OnEnqueue(SimTime now)
    {
        m_enqueued = m_dequeued >= m_enqueued ? now : m_enqueued;
    }

    void OnDequeue(SimTime now)
    {
        m_dequeued = now;
    }

    /** @brief Since when a packet lies there that nobody has read anything after. */
    SimTime UnreadSince() const
    {
        return m_enqueued;
    }

    bool IsStalled(SimTime now, SimTime threshold) const
    {
        return m_dequeued < m_enqueued && now - m_enqueued > threshold;
    }

  private:
    SimTime m_enqueued;
    SimTime m_dequeued;
};

} // namespace nexsim

#endif // NEXSIM_RX_STAMPS_H
