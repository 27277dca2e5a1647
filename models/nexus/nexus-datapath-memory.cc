// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// The memory of a channel: what its datapath opens, pays for and gives back.

#include "models/host/processor.h"
#include "models/nexus/nexus-datapath.h"
#include "models/nexus/skywalk-nexus.h"

namespace nexsim
{

void
NexusDatapath::OpenMemory(const CostTable& costs, TransmitMemory& forSender)
{
    if (!m_poolMemory)
    {
        m_poolMemory = ns3::CreateObject<PoolMemory>();
    }
    m_wire = costs.Need("segment_wire_map", Path());
    m_noUserMemory = &AddDropReason("packet-pool-empty");
    ChannelMemory::Setup setup;
    setup.pool = m_poolMemory->SetupFor(Network().GetProcessor()->CoreCount(), Path());
    setup.pool.populate = m_poolPolicy->IsStatic();
    setup.pool.host = m_nexus->GetReclaim() != nullptr ? &m_nexus->GetReclaim()->Memory() : nullptr;
    setup.policy = m_poolPolicy;
    setup.allocSlots = static_cast<uint32_t>(m_allocSlots.Value());
    setup.freeSlots = static_cast<uint32_t>(m_freeSlots.Value());
    setup.core = forSender.core;
    m_memory.emplace();
    m_memory->Open(setup, Path() + "/pool", Run());
    m_receiver.SetMemory(*m_memory, m_sync);
    forSender.channel = &*m_memory;
    forSender.wire = m_wire;
    forSender.waits = m_noMemory == NoMemory::Wait;
    forSender.refused = m_noUserMemory;
    m_purgeTimer.Bind<&NexusDatapath::OnPurgeTimer>(*this, Priority::PolicyTimer);
}

void
NexusDatapath::Start()
{
    m_hasStarted = true;
    if (m_life && m_life->isSuspended)
    {
        m_nexus->GetReclaim()->OnSuspended(*this);
    }
    ArmPurge();
}

/** It runs as long as there may be something to give back. */
void
NexusDatapath::ArmPurge()
{
    if (m_memory && !m_poolPolicy->IsStatic() && !m_purgeTimer.IsArmed())
    {
        m_purgeTimer.ArmAt(Now() + m_purgePeriod);
    }
}

/** The kernel looks through its magazines as often (XNU: 11 s, too). */
void
NexusDatapath::OnPurgeTimer()
{
    NexusPool& pool = m_memory->Pool();
    pool.Trim();
    m_isPurgeDue = pool.Count(PacketOwner::AllocRing) > 0;
    if (pool.HasDepot() || m_isPurgeDue)
    {
        ArmPurge();
    }
    if (m_isPurgeDue)
    {
        Wake();
    }
}

PacketPtr
NexusDatapath::Admit(PacketPtr packet, uint32_t core)
{
    if (m_life && m_life->state != ChannelState::Active)
    {
        Drop(std::move(packet), m_life->DropNow());
        return PacketPtr();
    }
    if (m_memory && !m_memory->Admit(*packet, core))
    {
        if (m_life && !m_life->isSuspended)
        {
            ++m_life->failuresInUse;
        }
        Drop(std::move(packet), *m_noMemoryLeft);
        return PacketPtr();
    }
    return packet;
}

void
NexusDatapath::AddMemoryWork(CoreWork& work)
{
    const int64_t built = m_memory ? m_memory->Pool().TakeBuilt() : 0;
    if (built > 0)
    {
        work.Add(m_wire, built);
    }
}

/** What the thread owes for memory alone. */
bool
NexusDatapath::BeginMemory(CoreWork& work)
{
    if (!m_memory)
    {
        return false;
    }
    if (m_isPurgeDue)
    {
        m_isPurgeDue = false;
        work.Add(m_sync);
        m_memory->Purge();
        return true;
    }
    AddMemoryWork(work);
    return work.Total() > SimTime(0);
}

} // namespace nexsim
