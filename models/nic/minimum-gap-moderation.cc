// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/minimum-gap-moderation.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(MinimumGapInterruptModeration);

ns3::TypeId
MinimumGapInterruptModeration::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::MinimumGapInterruptModeration")
            .SetParent<InterruptModeration>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<MinimumGapInterruptModeration>()
            .AddAttribute("Gap",
                          "Least time from one interrupt to the next; default as Linux's ixgbe "
                          "driver at 20,000 interrupts per second.",
                          QuantityDefault(MicroSeconds(50)),
                          MakeQuantityAccessor(&MinimumGapInterruptModeration::m_gap),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)));
    return tid;
}

void
MinimumGapInterruptModeration::DoAttach()
{
    m_timer.Bind<&MinimumGapInterruptModeration::Raise>(*this, Priority::PolicyTimer);
}

void
MinimumGapInterruptModeration::OnPacket(Packets /*waiting*/)
{
    if (Now() >= m_next)
    {
        Raise();
    }
    else if (!m_timer.IsArmed())
    {
        m_timer.ArmAt(m_next);
    }
}

void
MinimumGapInterruptModeration::OnEnabled(const HandlerRun& run)
{
    if (run.waiting > Packets(0))
    {
        OnPacket(run.waiting);
    }
}

void
MinimumGapInterruptModeration::Raise()
{
    m_timer.Cancel();
    m_next = Now() + m_gap;
    Line().Raise();
}

} // namespace nexsim
