// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SPIN_LOCK_H
#define NEXSIM_SPIN_LOCK_H

#include "models/base/component.h"

namespace nexsim
{

/**
 * @brief A ticket lock that cores spin on: who asks first gets it first.
 *
 * Its holders cannot be interrupted (Linux: spin_lock_irqsave), so the moment at which a core gets
 * it is known when the core asks.
 */
class SpinLock : public Component
{
  public:
    /**
     * @brief A core asks now to hold it for `span`.
     * @param handOver what it takes besides to pass from core to core when there is a wait
     * @return how long the core spins before
     */
    SimTime Acquire(SimTime span, SimTime handOver = SimTime(0))
    {
        const SimTime now = Now();
        const bool isContended = m_freeAt > now;
        const SimTime from = isContended ? m_freeAt + handOver : now;
        m_taken += from + span - (isContended ? m_freeAt : now);
        m_freeAt = from + span;
        ++m_acquired;
        m_contended += isContended;
        m_spun += from - now;
        return from - now;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;

  private:
    SimTime m_freeAt;
    SimTime m_spun;
    SimTime m_taken; //!< for which it is not free, up to m_freeAt
    int64_t m_acquired = 0;
    int64_t m_contended = 0;
};

} // namespace nexsim

#endif // NEXSIM_SPIN_LOCK_H
