// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSFER_TOTALS_H
#define NEXSIM_TRANSFER_TOTALS_H

#include "models/base/flow-table.h"
#include "models/base/histogram.h"
#include "models/base/metric-visitor.h"

#include <optional>

namespace nexsim
{

/** @brief The transfers of all sources of one entry of the traffic. */
class TransferTotals
{
  public:
    /** @brief A transfer begins as this flow; it counts as broken with its first drop. */
    void Begin(FlowRecord& flow)
    {
        BeginReliable();
        flow.brokenOfGroup = &m_broken;
    }

    /** @brief A transfer begins that sends again what is lost: nothing breaks it. */
    void BeginReliable()
    {
        ++m_started;
    }

    /**
     * @brief All its bytes have arrived.
     * @param times of a transfer that began after warm-up: completion time (ps), slowdown (ppb)
     */
    void Complete(const std::optional<std::pair<int64_t, int64_t>>& times);

    void ReportMetrics(MetricVisitor& visitor) const;

  private:
    int64_t m_started = 0;
    int64_t m_completed = 0;
    int64_t m_broken = 0;
    LogLinearHistogram m_completionTime;
    LogLinearHistogram m_slowdown;
};

} // namespace nexsim

#endif // NEXSIM_TRANSFER_TOTALS_H
