// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_DELAY_LAW_H
#define NEXSIM_SKYWALK_DELAY_LAW_H

#include "models/base/quantity.h"

namespace nexsim
{

/**
 * @brief Whether a flow's queue stands (XNU: DELAY_HIGH): even the packet that waited least over an
 * interval waited too long, or nothing has left for an interval.
 *
 * An interval ends with the first packet that leaves after its time; the first begins with the
 * queue's creation, and idleness restarts none.
 */
class SkywalkDelayLaw
{
  public:
    /**
     * @param threshold waiting time that is too long, exclusive
     * @param interval of the test
     * @param stallBytes with less waiting a queue from which nothing leaves does not count as stalled
     */
    SkywalkDelayLaw(SimTime threshold, SimTime interval, Bytes stallBytes, SimTime now)
        : m_threshold(threshold), m_interval(interval), m_stallBytes(stallBytes),
          m_intervalEnd(now + interval)
    {
    }

    bool IsHigh() const
    {
        return m_isHigh;
    }

    /** @brief The least wait since the interval began or a wait was zero; 0 where none came since. */
    SimTime LeastWait() const
    {
        return m_leastWait;
    }

    /**
     * @brief A packet comes to a queue with so much waiting.
     * @return true when this shows a stall that was not known before
     */
    bool OnArrival(SimTime now, Bytes waiting)
    {
        const bool stalls = !m_isHigh && m_lastDeparture != kNever && waiting >= m_stallBytes &&
                            now - m_lastDeparture > m_interval;
        m_isHigh = m_isHigh || stalls;
        return stalls;
    }

    /** @brief The packet that came waits; the first one starts the clock of the stall test. */
    void OnKept(SimTime now)
    {
        m_lastDeparture = m_lastDeparture == kNever ? now : m_lastDeparture;
    }

    /** @brief A packet leaves after this wait, and so much stays. */
    void OnDeparture(SimTime now, SimTime wait, Bytes left)
    {
        // As shipped, zero means that nothing was measured: a wait of zero forgets those before it.
        if (m_leastWait == SimTime(0) || wait < m_leastWait)
        {
            m_leastWait = wait;
        }
        if (now >= m_intervalEnd)
        {
            m_isHigh = m_leastWait > m_threshold;
            m_intervalEnd = now + m_interval;
            m_leastWait = SimTime(0);
        }
        m_lastDeparture = now;
        if (left == Bytes(0))
        {
            OnEmpty();
        }
    }

    /** @brief Nothing waits any more. */
    void OnEmpty()
    {
        m_isHigh = false;
        m_lastDeparture = kNever;
    }

  private:
    SimTime m_threshold;
    SimTime m_interval;
    Bytes m_stallBytes;
    SimTime m_intervalEnd;
    SimTime m_leastWait;
    SimTime m_lastDeparture = kNever; //!< kNever while empty; the first arrival counts as one
    bool m_isHigh = false;
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_DELAY_LAW_H
