// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SPIN_LOCK_H
#define NEXSIM_SPIN_LOCK_H

#include "models/base/component.h"

#include <algorithm>

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
    /** @brief A core asks now to hold it for `span`; @return how long it spins before. */
    SimTime Acquire(SimTime span)
    {
        const SimTime now = Now();
        const SimTime from = std::max(now, m_freeAt);
        m_freeAt = from + span;
        ++m_acquired;
        m_contended += from > now;
        m_spun += from - now;
        m_held += span;
        return from - now;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;

  private:
    SimTime m_freeAt;
    SimTime m_spun;
    SimTime m_held;
    int64_t m_acquired = 0;
    int64_t m_contended = 0;
};

} // namespace nexsim

#endif // NEXSIM_SPIN_LOCK_H
