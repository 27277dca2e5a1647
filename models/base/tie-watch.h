// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIE_WATCH_H
#define NEXSIM_TIE_WATCH_H

#include "models/base/run-context.h"

namespace nexsim
{

/**
 * @brief Counts contended ties on one queue, buffer or core.
 *
 * A tie is contended when two events of one instant, neither of which caused the other, touch the
 * object. Where their priorities differ the stated order decides; where they are equal only the
 * tie policy does, and only then can a tie seed change the outcome.
 */
class TieWatch
{
  public:
    /** @brief An event touches the object. Under a simulator of ns-3's own, counts nothing. */
    void Touch(const RunContext& run)
    {
        const DeterministicSimulatorImpl* kernel = run.Kernel();
        if (kernel == nullptr)
        {
            return;
        }
        const uint64_t cause = kernel->CurrentCause();
        const SimTime now = kernel->CurrentTime();
        if (now == m_time && cause != m_cause)
        {
            const bool equal = kernel->CurrentPriority() == m_priority;
            ++(equal ? m_byPolicy : m_byPriority);
        }
        m_time = now;
        m_cause = cause;
        m_priority = kernel->CurrentPriority();
    }

    /** @brief Ties that only the tie policy decided. */
    int64_t ByPolicy() const
    {
        return m_byPolicy;
    }

    /** @brief Ties that the order of priorities decided. */
    int64_t ByPriority() const
    {
        return m_byPriority;
    }

  private:
    SimTime m_time{-1};
    uint64_t m_cause = 0;
    Priority m_priority = Priority::Initialise;
    int64_t m_byPolicy = 0;
    int64_t m_byPriority = 0;
};

} // namespace nexsim

#endif // NEXSIM_TIE_WATCH_H
