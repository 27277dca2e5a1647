// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/transfer-totals.h"

namespace nexsim
{

void
TransferTotals::Complete(const std::optional<std::pair<int64_t, int64_t>>& times)
{
    ++m_completed;
    if (times)
    {
        m_completionTime.Record(times->first);
        m_slowdown.Record(times->second);
    }
}

void
TransferTotals::ReportMetrics(MetricVisitor& visitor) const
{
    constexpr MetricRole kSum = MetricRole::Sum;
    visitor.Counter({"flows_started", "1", "flows begun, over all pairs", kSum}, m_started);
    visitor.Counter({"flows_completed", "1", "flows that arrived whole, over all pairs", kSum},
                    m_completed);
    visitor.Counter({"flows_incomplete", "1", "flows that lost a packet, over all pairs", kSum},
                    m_broken);
    visitor.Level({"flows_open", "1", "flows that may still complete, over all pairs", kSum},
                  m_started - m_completed - m_broken);
    visitor.Distribution(
        {"completion_time", "ps", "start of a flow to its last byte, over all pairs", kSum},
        m_completionTime);
    visitor.Distribution(
        {"slowdown", "ppb", "completion time over that in an empty network, over all pairs", kSum},
        m_slowdown);
}

} // namespace nexsim
