// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/netif-transmitter.h"

namespace nexsim
{

void
NetifTransmitter::Connect(const Component& owner,
                          Nic& nic,
                          Core& core,
                          const NetifStart& start,
                          const NetifStartCosts& costs)
{
    m_owner = &owner;
    m_nic = &nic;
    m_core = &core;
    m_start = start;
    m_costs = costs;
    m_timeout.Bind<&NetifTransmitter::OnTimeout>(*this, owner, Priority::Timer);
    nic.LeaveToDriver();
    if (start.coalesceLength > Packets(0))
    {
        m_coalescing.Configure(start.coalesceLength.Value(), start.coalesceTimeout);
        nic.AddStartDelay(start.coalesceTimeout);
    }
}

void
NetifTransmitter::Enqueue(PacketPtr packet)
{
    ++m_enqueued;
    if (m_coalescing.IsConfigured())
    {
        m_coalescing.OnEnqueue(1, m_owner->Now());
    }
    m_nic->Enqueue(std::move(packet));
}

bool
NetifTransmitter::NeedsStarter() const
{
    return m_start.usesStarter || m_coalescing.IsConfigured() || !IsAsleep();
}

Doorbell
NetifTransmitter::BeginDoorbell(CoreWork& work)
{
    if (!NeedsStarter())
    {
        work.Add(m_costs.doorbell);
        return Doorbell::Inline;
    }
    // A thread that has put off a start sleeps until its time, or until there are enough packets.
    const bool sleepsOn = m_timeout.IsArmed() && m_coalescing.Delays(m_nic->Queued().Value());
    if (IsAsleep() && !sleepsOn)
    {
        work.Add(m_costs.notify);
    }
    return Doorbell::Starter;
}

void
NetifTransmitter::FinishDoorbell(Doorbell doorbell)
{
    if (doorbell == Doorbell::Inline)
    {
        ++m_inline;
        m_nic->Pull(m_start.doorbellLimit);
        return;
    }
    ++m_requests;
    m_isRequested = true;
    m_core->Wake(*this);
}

/** With few packets in the queues it sleeps for the timeout, or until there are more. */
bool
NetifTransmitter::WaitsForMore()
{
    if (m_isTimeUp || !m_coalescing.Delays(m_nic->Queued().Value()))
    {
        return false;
    }
    if (!m_timeout.IsArmed())
    {
        ++m_delays;
        m_timeout.ArmAt(m_owner->Now() + m_coalescing.Timeout());
    }
    return true;
}

bool
NetifTransmitter::Begin(CoreWork& work)
{
    if (!m_isRequested || WaitsForMore())
    {
        return false;
    }
    m_timeout.Cancel();
    m_isRequested = false;
    m_isTimeUp = false;
    work.Add(m_costs.doorbell);
    return true;
}

void
NetifTransmitter::Finish()
{
    ++m_starts;
    m_nic->Pull(Packets(kUnlimited));
}

void
NetifTransmitter::OnTimeout()
{
    m_isTimeUp = true;
    m_core->Wake(*this);
}

} // namespace nexsim
