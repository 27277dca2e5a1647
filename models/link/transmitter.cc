// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/transmitter.h"

namespace nexsim
{

void
Transmitter::Connect(PacketSource& source, SimplexLink& link)
{
    m_source = &source;
    m_link = &link;
}

void
Transmitter::DoAttach()
{
    m_free.Bind<&Transmitter::OnFree, &Transmitter::PrefetchFree>(*this, Priority::Departure);
}

void
Transmitter::OnFree()
{
    m_waits = false;
    TrySend();
}

inline void
Transmitter::WaitUntilFree()
{
    m_waits = true;
    m_free.ArmAt(m_link->FreeAt());
}

void
Transmitter::TrySend()
{
    if (!m_link->IsUp())
    {
        return;
    }
    const SimTime now = Now();
    if (now < m_link->FreeAt())
    {
        WaitUntilFree();
        return;
    }
    PacketPtr packet = m_source->NextPacket(now);
    if (!packet)
    {
        return;
    }
    m_link->Transmit(std::move(packet));
    if (m_source->HasPacket())
    {
        WaitUntilFree();
    }
}

void
Transmitter::PrefetchFree(TimerCall call) const
{
    switch (call)
    {
    case TimerCall::Fire:
        break;
    case TimerCall::PrefetchNear:
        m_link->Prefetch();
        m_source->PrefetchQueue();
        break;
    case TimerCall::PrefetchFar:
        m_link->PrefetchTransmit();
        m_source->PrefetchNext();
        break;
    }
}

} // namespace nexsim
