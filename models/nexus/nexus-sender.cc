// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-sender.h"

#include "models/base/run-context.h"
#include "models/base/segments.h"
#include "models/host/charge-work.h"
#include "models/host/datapath.h"
#include "models/host/write-client.h"
#include "models/nexus/skywalk-nexus.h"

namespace nexsim
{

void
NexusSender::Connect(SkywalkNexus& nexus,
                     HostNetwork& network,
                     ChannelAdvice& advice,
                     const NexusSenderSetup& setup)
{
    m_run = &nexus.Run();
    m_nexus = &nexus;
    m_advice = &advice;
    m_setup = setup;
    m_ring.emplace(RingKind::Transmit, static_cast<uint32_t>(setup.slots));
    m_switch.Connect(nexus, network, *setup.channel);
}

/** While as much as a sync takes is held, a write blocks. */
bool
NexusSender::AskWriters()
{
    while (m_waiting.Empty() && !m_writers.empty() && m_advice->HeldPackets() < m_setup.syncBatch)
    {
        m_nextWriter = m_nextWriter < m_writers.size() ? m_nextWriter : 0;
        if (m_writers[m_nextWriter]->OnWritable(m_setup.syncBatch))
        {
            ++m_nextWriter;
        }
        else
        {
            m_writers.erase(m_writers.begin() + static_cast<std::ptrdiff_t>(m_nextWriter));
        }
    }
    return !m_waiting.Empty();
}

bool
NexusSender::Begin(CoreWork& work, bool isFresh)
{
    if (m_switch.HasDoorbell())
    {
        m_doing = Doing::Doorbell;
        m_switch.BeginDoorbell(work);
        return true;
    }
    if (!m_inRing.Empty())
    {
        m_doing = Doing::Batch;
        BeginBatch(work);
        return true;
    }
    m_doing = Doing::Stack;
    return BeginStack(work, isFresh);
}

void
NexusSender::BeginBatch(CoreWork& work)
{
    if (m_isCallDue)
    {
        m_ring->BeginSync();
    }
    const int64_t before = m_inRing.Size();
    m_switch.BeginBatch(m_inRing, m_isCallDue ? &m_setup.sync : nullptr, work);
    m_isCallDue = false;
    m_taken = static_cast<uint32_t>(before - m_inRing.Size());
    for (uint32_t i = 0; i < m_taken && !m_slotMemory.empty(); ++i)
    {
        for (const PoolObject memory : m_slotMemory.front())
        {
            m_memory.channel->Pool().Move(memory, PacketOwner::TransmitSlot, PacketOwner::Kernel);
            m_copied.push_back(memory);
        }
        m_slotMemory.pop_front();
    }
}

/** A batch is done, and with the last one the call takes no more slots. */
void
NexusSender::FinishBatch(SimTime wakeUp)
{
    m_switch.FinishBatch(wakeUp);
    for (const PoolObject memory : m_copied)
    {
        m_memory.channel->FreeTransmitted(memory);
    }
    m_copied.clear();
    m_ring->Consume(m_taken);
    m_taken = 0;
    if (!m_inRing.Empty())
    {
        return;
    }
    m_ring->EndSync();
    if (m_memory.channel != nullptr)
    {
        m_isBlocked = false; // what was sent is free again
        m_memory.channel->SyncTransmit();
    }
}

/** Flows that go on do so where they stopped: before what has come since. */
void
NexusSender::TakeReleased()
{
    PacketFifo& released = m_advice->Released();
    if (released.Empty())
    {
        return;
    }
    PacketFifo later;
    while (!m_waiting.Empty())
    {
        later.Push(m_waiting.Pop());
    }
    for (PacketFifo* packets : {&released, &later})
    {
        while (!packets->Empty())
        {
            m_waiting.Push(packets->Pop());
        }
    }
}

/** The stack's work for as many packets as a sync takes, and calls that it makes for their memory. */
bool
NexusSender::BeginStack(CoreWork& work, bool isFresh)
{
    TakeReleased();
    const SimTime now = m_run->Now();
    int64_t calls = 0;
    while (!m_isBlocked && !m_waiting.Empty() && m_inRing.Size() < m_setup.syncBatch)
    {
        const SimTime before = work.Total();
        const bool isAdmissible = IsAdmissible(m_waiting.Front(), work);
        if (isAdmissible && !ClaimMemory(m_waiting.Front(), calls))
        {
            if (!m_isBlocked)
            {
                m_run->GetLedger().Drop(m_waiting.Pop(), *m_memory.refused, now);
            }
            continue;
        }
        PacketPtr packet = m_waiting.Pop();
        if (!isFresh)
        {
            MarkStage(*packet, Stage::Application, now);
        }
        if (isAdmissible)
        {
            FillSlot(std::move(packet), work.Total() - before, work);
        }
        else
        {
            m_advice->Hold(std::move(packet));
        }
    }
    m_memorySpan = calls > 0 ? work.Add(m_setup.sync, calls) : SimTime(0);
    const int64_t built = m_memory.channel != nullptr ? m_memory.channel->Pool().TakeBuilt() : 0;
    m_memorySpan += built > 0 ? work.Add(m_memory.wire, built) : SimTime(0);
    m_stackSpan = work.Total();
    return !m_inRing.Empty() || m_stackSpan > SimTime(0);
}

bool
NexusSender::IsAdmissible(const Packet& packet, CoreWork& work)
{
    if (!m_advice->HasTable() || m_run->Flows()[packet.flow].owner != m_setup.channel)
    {
        return true; // of a flow that is not its own it has no entry
    }
    if (m_advice->IsHeeded() && !m_advice->HoldsFlow(packet.flow))
    {
        work.Add(m_setup.read);
    }
    return m_advice->IsAdmissible(packet);
}

/** TCP's next bytes, given at the same instant, so that the segments can be told apart again. */
bool
NexusSender::Joins(const Packet& earlier, const Packet& later) const
{
    return m_run->Flows()[later.flow].key.protocol == kProtocolTcp &&
           later.created == earlier.created && later.lastMark == earlier.lastMark &&
           later.number == earlier.number + earlier.segments &&
           int64_t{earlier.size} + later.payloadBytes <= m_nexus->GsoSize() &&
           CanMerge(*m_run, earlier, later);
}

void
NexusSender::FillSlot(PacketPtr packet, SimTime read, CoreWork& work)
{
    SimTime span = read + m_nexus->TransmitCopies().AddStackPass(SeparateIpBytes(*packet), work);
    if (!m_inRing.Empty() && Joins(m_inRing.Back(), *packet))
    {
        MergeSegments(*m_run, m_inRing.Back(), std::move(packet), m_nexus->PathHash());
        m_stackShares.back() += span;
        if (m_memory.channel != nullptr) // the packet lies in the memory of all of them
        {
            std::vector<PoolObject>& slot = m_slotMemory.back();
            slot.insert(slot.end(), m_claimed.begin(), m_claimed.end());
            m_claimed.clear();
        }
        return;
    }
    span += work.Add(m_setup.stack);
    m_stackShares.push_back(span);
    m_inRing.Push(std::move(packet));
    if (m_memory.channel != nullptr)
    {
        m_slotMemory.push_back(std::move(m_claimed));
        m_claimed.clear();
    }
}

void
NexusSender::FinishStack(SimTime wakeUp)
{
    size_t slot = 0;
    m_inRing.ForEach([&](Packet& packet) {
        const SimTime own = m_stackShares[slot++];
        const std::array<WorkStage, 3> work{{{Stage::UserStack, own},
                                             {Stage::SystemCall, m_memorySpan},
                                             {Stage::BatchWait, m_stackSpan - own - m_memorySpan}}};
        ChargeWork(packet, work, wakeUp, m_run->Now());
    });
    m_stackShares.clear();
    m_isCallDue = !m_inRing.Empty();
    m_ring->UserAdvance(static_cast<uint32_t>(m_inRing.Size()));
    m_syncs += m_isCallDue ? 1 : 0;
    m_sent += m_inRing.Size();
}

void
NexusSender::Finish(SimTime wakeUp)
{
    switch (m_doing)
    {
    case Doing::Stack:
        FinishStack(wakeUp);
        break;
    case Doing::Batch:
        FinishBatch(wakeUp);
        break;
    case Doing::Doorbell:
        m_switch.FinishDoorbell();
        break;
    }
}

Tally
NexusSender::Held() const
{
    Tally held = m_waiting.Sum();
    held += m_inRing.Sum();
    held += m_switch.Held();
    return held;
}

void
NexusSender::Clear()
{
    m_waiting.Clear();
    m_inRing.Clear();
    m_switch.Clear();
}

} // namespace nexsim
