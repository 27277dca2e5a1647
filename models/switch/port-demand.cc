// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/port-demand.h"

namespace nexsim
{

namespace
{

/** @brief Since when a condition holds without a break. */
SimTime
Since(SimTime before, bool holds, SimTime now)
{
    if (!holds)
    {
        return kNever;
    }
    return before == kNever ? now : before;
}

bool
IsLongAgo(SimTime since, SimTime now, SimTime hold)
{
    return since != kNever && now - since >= hold;
}

} // namespace

void
PortDemand::Sample(SimTime now,
                   SimTime window,
                   BitRate rate,
                   int64_t backPressure,
                   const DemandThresholds& thresholds)
{
    constexpr double kPicosecondsPerSecond = 1e12;
    const auto length = static_cast<double>(window.Value());
    const double offered = static_cast<double>(m_bits) * kPicosecondsPerSecond /
                           (length * static_cast<double>(rate.Value()));
    m_offered += ToDouble(thresholds.gain) * (offered - m_offered);
    const double heldBack = static_cast<double>(backPressure - m_backPressure) / length;
    const double dropped =
        m_packets > 0 ? static_cast<double>(m_drops) / static_cast<double>(m_packets) : 0;
    m_bits = m_packets = m_drops = 0;
    m_backPressure = backPressure;

    const bool suffers =
        heldBack > ToDouble(thresholds.backPressureUp) || dropped > ToDouble(thresholds.dropUp);
    m_hotSince = Since(m_hotSince, suffers || m_offered > ToDouble(thresholds.up), now);
    m_coolSince = Since(m_coolSince, !suffers && m_offered < ToDouble(thresholds.down), now);
    m_isHot = IsLongAgo(m_hotSince, now, thresholds.holdUp);
    m_isCool = IsLongAgo(m_coolSince, now, thresholds.holdDown);
}

} // namespace nexsim
