// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSFER_COUNT_H
#define NEXSIM_TRANSFER_COUNT_H

#include "models/base/quantity.h"

#include <algorithm>

namespace nexsim
{

/** @brief How many sensors read out at once; a read-out that ends as another begins does not overlap. */
class TransferCount
{
  public:
    using Integral = unsigned __int128;

    void Begin(SimTime now)
    {
        Account(now);
        m_most = std::max(m_most, ++m_count);
        m_overlaps += m_count > 1 ? 1 : 0;
    }

    void End(SimTime now)
    {
        Account(now);
        --m_count;
    }

    /** @brief Maxima start anew. */
    void BeginMeasurement()
    {
        m_most = m_count;
    }

    int64_t Count() const
    {
        return m_count;
    }

    int64_t Most() const
    {
        return m_most;
    }

    /** @brief Read-outs that began while another was under way. */
    int64_t Overlaps() const
    {
        return m_overlaps;
    }

    /** @brief Read-outs x picoseconds. */
    Integral Sum(SimTime now) const
    {
        return m_sum + static_cast<Integral>(m_count) * Since(now);
    }

    /** @brief Picoseconds with two or more. */
    int64_t OverlapTime(SimTime now) const
    {
        return m_overlapTime + (m_count > 1 ? static_cast<int64_t>(Since(now)) : 0);
    }

  private:
    uint64_t Since(SimTime now) const
    {
        return static_cast<uint64_t>((now - m_changed).Value());
    }

    void Account(SimTime now)
    {
        m_sum = Sum(now);
        m_overlapTime = OverlapTime(now);
        m_changed = now;
    }

    int64_t m_count = 0;
    int64_t m_most = 0;
    int64_t m_overlaps = 0;
    int64_t m_overlapTime = 0;
    Integral m_sum = 0;
    SimTime m_changed;
};

} // namespace nexsim

#endif // NEXSIM_TRANSFER_COUNT_H
