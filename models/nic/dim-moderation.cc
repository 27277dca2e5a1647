// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/dim-moderation.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DimInterruptModeration);

namespace
{

/** @brief Interrupts of a measurement (Linux: DIM_NEVENTS). */
constexpr int64_t kEvents = 64;

// The receive ladders of Linux's lib/dim/net_dim.c.
constexpr DimProfile kEqeLadder[kDimProfiles] = {{MicroSeconds(1), Packets(256)},
                                                 {MicroSeconds(8), Packets(256)},
                                                 {MicroSeconds(64), Packets(256)},
                                                 {MicroSeconds(128), Packets(256)},
                                                 {MicroSeconds(256), Packets(256)}};
constexpr DimProfile kCqeLadder[kDimProfiles] = {{MicroSeconds(2), Packets(256)},
                                                 {MicroSeconds(8), Packets(128)},
                                                 {MicroSeconds(16), Packets(64)},
                                                 {MicroSeconds(32), Packets(64)},
                                                 {MicroSeconds(64), Packets(64)}};

} // namespace

ns3::TypeId
DimInterruptModeration::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DimInterruptModeration")
            .SetParent<InterruptModeration>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<DimInterruptModeration>()
            .AddAttribute("PeriodMode",
                          "Whether the delay counts from the last interrupt (eqe) or the last "
                          "packet (cqe); each has its ladder of delays and counts.",
                          QuantityDefault(DimPeriodMode::Eqe),
                          MakeQuantityAccessor(&DimInterruptModeration::m_mode),
                          MakeChoiceChecker({"eqe", "cqe"}));
    return tid;
}

void
DimInterruptModeration::DoAttach()
{
    m_ladder = m_mode == DimPeriodMode::Eqe ? kEqeLadder : kCqeLadder;
    m_timer.Bind<&DimInterruptModeration::Raise>(*this, Priority::PolicyTimer);
}

void
DimInterruptModeration::OnPacket(Packets waiting)
{
    RaiseOrWait(waiting, Now());
}

void
DimInterruptModeration::OnEnabled(const HandlerRun& run)
{
    m_counters.packets += run.packets;
    m_counters.bytes += run.bytes;
    m_counters.at = Now();
    Measure();
    if (run.waiting > Packets(0))
    {
        RaiseOrWait(run.waiting, run.newest);
    }
}

void
DimInterruptModeration::Measure()
{
    if (m_isMeasuring)
    {
        const int64_t microseconds = (m_counters.at - m_start.at).Value() / MicroSeconds(1).Value();
        if (m_counters.events - m_start.events < kEvents || microseconds == 0)
        {
            return;
        }
        const auto perMillisecond = [&](int64_t amount) {
            return (amount * 1000 + microseconds - 1) / microseconds;
        };
        const bool hasMoved =
            m_control.Decide({perMillisecond(m_counters.bytes - m_start.bytes),
                              perMillisecond(m_counters.packets - m_start.packets),
                              perMillisecond(kEvents)});
        if (hasMoved)
        {
            ++m_changes;
            m_isMeasuring = false;
            return;
        }
    }
    m_start = m_counters;
    m_isMeasuring = true;
}

void
DimInterruptModeration::RaiseOrWait(Packets waiting, SimTime newest)
{
    const DimProfile& profile = m_ladder[m_control.Profile()];
    const SimTime from = m_mode == DimPeriodMode::Cqe ? newest : m_raised;
    if (waiting >= profile.count || (from < SimTime(0) || Now() >= from + profile.delay))
    {
        Raise();
    }
    else
    {
        m_timer.ArmAt(from + profile.delay);
    }
}

void
DimInterruptModeration::Raise()
{
    m_timer.Cancel();
    m_raised = Now();
    ++m_counters.events;
    Line().Raise();
}

void
DimInterruptModeration::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Level({"profile", "1", "position in the ladder of delays, from 0"},
                  m_control.Profile());
    visitor.Counter({"profile_changes", "events", "moves from one profile to the next"}, m_changes);
}

} // namespace nexsim
