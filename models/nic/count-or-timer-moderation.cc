// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/count-or-timer-moderation.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CountOrTimerInterruptModeration);

ns3::TypeId
CountOrTimerInterruptModeration::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CountOrTimerInterruptModeration")
            .SetParent<InterruptModeration>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<CountOrTimerInterruptModeration>()
            .AddAttribute(
                "Count",
                "Waiting packets that interrupt at once; default as Linux's mlx5e driver.",
                QuantityDefault(Packets(32)),
                MakeQuantityAccessor(&CountOrTimerInterruptModeration::m_count),
                MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("Delay",
                          "Time from the first packet to the interrupt when fewer come.",
                          QuantityDefault(MicroSeconds(16)),
                          MakeQuantityAccessor(&CountOrTimerInterruptModeration::m_delay),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)));
    return tid;
}

void
CountOrTimerInterruptModeration::DoAttach()
{
    m_timer.Bind<&CountOrTimerInterruptModeration::Raise>(*this, Priority::PolicyTimer);
}

void
CountOrTimerInterruptModeration::OnPacket(Packets waiting)
{
    if (waiting >= m_count)
    {
        Raise();
    }
    else if (!m_timer.IsArmed())
    {
        m_timer.ArmAt(Now() + m_delay);
    }
}

void
CountOrTimerInterruptModeration::OnEnabled(const HandlerRun& run)
{
    if (run.waiting >= m_count)
    {
        Raise();
    }
    else if (run.waiting > Packets(0))
    {
        m_timer.ArmAt(std::max(Now(), run.oldest + m_delay));
    }
}

void
CountOrTimerInterruptModeration::Raise()
{
    m_timer.Cancel();
    Line().Raise();
}

} // namespace nexsim
