// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/first-armed-moderation.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FirstArmedInterruptModeration);

ns3::TypeId
FirstArmedInterruptModeration::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FirstArmedInterruptModeration")
            .SetParent<InterruptModeration>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<FirstArmedInterruptModeration>()
            .AddAttribute("Delay",
                          "Time from the first packet to the interrupt.",
                          QuantityDefault(MicroSeconds(16)),
                          MakeQuantityAccessor(&FirstArmedInterruptModeration::m_delay),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)));
    return tid;
}

void
FirstArmedInterruptModeration::DoAttach()
{
    m_timer.Bind<&FirstArmedInterruptModeration::OnTimer>(*this, Priority::PolicyTimer);
}

void
FirstArmedInterruptModeration::OnPacket(Packets /*waiting*/)
{
    if (!m_timer.IsArmed())
    {
        m_timer.ArmAt(Now() + m_delay);
    }
}

void
FirstArmedInterruptModeration::OnEnabled(const HandlerRun& run)
{
    if (run.waiting > Packets(0))
    {
        m_timer.ArmAt(std::max(Now(), run.oldest + m_delay));
    }
}

void
FirstArmedInterruptModeration::OnTimer()
{
    Line().Raise();
}

} // namespace nexsim
