// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/constant-rate-source.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ConstantRateSource);

ns3::TypeId
ConstantRateSource::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::ConstantRateSource")
                                       .SetParent<OpenLoopSource>()
                                       .SetGroupName("nexsim/traffic")
                                       .AddConstructor<ConstantRateSource>();
    return tid;
}

void
ConstantRateSource::DoAttach()
{
    OpenLoopSource::DoAttach();
    m_timer.Bind<&ConstantRateSource::OnTimer, &ConstantRateSource::PrefetchNext>(*this,
                                                                                  Priority::Timer);
}

void
ConstantRateSource::Begin()
{
    m_pace = TransmissionTime(ShareOfRate());
    OnTimer();
}

void
ConstantRateSource::OnTimer()
{
    if (HasStopped())
    {
        return;
    }
    if (ShareOfRate() != m_pace.Rate())
    {
        m_pace = TransmissionTime(ShareOfRate());
    }
    const int64_t size = DrawSize();
    m_timer.ArmAt(Now() + m_pace.Next(size));
    SendNext(size);
}

} // namespace nexsim
