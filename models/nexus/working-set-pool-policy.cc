// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/working-set-pool-policy.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(WorkingSetPoolPolicy);

namespace
{

/** Whole seconds, as the clock that the rule goes by counts. */
int64_t
SecondsOf(SimTime span)
{
    return span.Value() / Seconds(1).Value();
}

} // namespace

ns3::TypeId
WorkingSetPoolPolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::WorkingSetPoolPolicy")
            .SetParent<PoolPolicy>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<WorkingSetPoolPolicy>()
            .AddAttribute("Floor",
                          "Least working set, but for a purge (XNU: na_upp_alloc_lowat).",
                          QuantityDefault(Packets(8)),
                          MakeQuantityAccessor(&WorkingSetPoolPolicy::m_floor),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(16'383)))
            .AddAttribute("Hold",
                          "After it a sync that finds a quarter unclaimed lessens the working set; "
                          "whole seconds count (XNU: na_upp_ws_hold_time).",
                          QuantityDefault(Seconds(2)),
                          MakeQuantityAccessor(&WorkingSetPoolPolicy::m_hold),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(100'000)))
            .AddAttribute("Purge",
                          "Idle for so long, a purge is granted; whole seconds count (XNU: "
                          "na_upp_reap_interval).",
                          QuantityDefault(Seconds(10)),
                          MakeQuantityAccessor(&WorkingSetPoolPolicy::m_purge),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(100'000)));
    return tid;
}

Packets
WorkingSetPoolPolicy::OnSync(const AllocSync& sync)
{
    if (sync.isForced)
    {
        m_workingSet = std::min(m_workingSet + m_workingSet / 2, sync.limit.Value());
    }
    else if (sync.idleSeconds >= SecondsOf(m_hold) && sync.unclaimed.Value() >= m_workingSet / 4)
    {
        m_workingSet -= m_workingSet / 4;
    }
    m_workingSet = std::max(m_workingSet, m_floor.Value());
    return Packets(m_workingSet);
}

bool
WorkingSetPoolPolicy::OnPurge(int64_t idleSeconds)
{
    if (idleSeconds < SecondsOf(m_purge))
    {
        return false;
    }
    m_workingSet = 0;
    return true;
}

} // namespace nexsim
