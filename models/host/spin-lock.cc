// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/spin-lock.h"

#include <algorithm>

namespace nexsim
{

void
SpinLock::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"acquired", "1", "times that a core took the lock"}, m_acquired);
    visitor.Counter({"contended", "1", "times that a core had to spin for it"}, m_contended);
    visitor.Counter({"spin_time", "ps", "processor time spent spinning"}, m_spun.Value());
    const SimTime yetToCome = std::max(m_freeAt, Now()) - Now();
    visitor.TimeAverage({"held_share", "1", "share of the time for which it was not free"},
                        static_cast<unsigned __int128>((m_taken - yetToCome).Value()));
}

} // namespace nexsim
