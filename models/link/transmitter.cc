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
    if (!m_link->IsUp())
    {
        return;
    }
    const SimTime now = Now();
    if (now < m_link->FreeAt())
    {
        m_free.ArmAt(m_link->FreeAt());
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
        m_free.ArmAt(m_link->FreeAt());
    }
}

void
Transmitter::PrefetchFree(TimerCall call) const
{
    switch (call)
    {
    case TimerCall::Fire:
    case TimerCall::Prefetch4:
        break;
    case TimerCall::Prefetch1:
        m_link->Prefetch();
        m_source->PrefetchNext(PacketSource::Ahead::Queue);
        break;
    case TimerCall::Prefetch2:
        m_source->PrefetchNext(PacketSource::Ahead::Packet);
        break;
    case TimerCall::Prefetch3:
        m_link->PrefetchTransmit();
        break;
    }
}

} // namespace nexsim
