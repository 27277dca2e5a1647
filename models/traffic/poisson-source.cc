// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/poisson-source.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PoissonSource);

ns3::TypeId
PoissonSource::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PoissonSource")
                                       .SetParent<OpenLoopSource>()
                                       .SetGroupName("nexsim/traffic")
                                       .AddConstructor<PoissonSource>();
    return tid;
}

void
PoissonSource::DoAttach()
{
    OpenLoopSource::DoAttach();
    m_timer.Bind<&PoissonSource::OnTimer, &PoissonSource::PrefetchNext>(*this, Priority::Timer);
    m_gap.emplace(Stream("gap"));
}

void
PoissonSource::Begin()
{
    ArmNext();
}

void
PoissonSource::ArmNext()
{
    m_timer.ArmAt(Now() + m_gap->Draw(MeanPacketSize(), ShareOfRate()));
}

void
PoissonSource::OnTimer()
{
    if (HasStopped())
    {
        return;
    }
    ArmNext();
    SendNext(DrawSize());
}

} // namespace nexsim
