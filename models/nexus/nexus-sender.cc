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
    m_slots.emplace(RingKind::Transmit, static_cast<uint32_t>(setup.slots));
    m_switch.Connect(nexus, network, *setup.channel, m_memory);
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
    if (m_switch.IsChecked())
    {
        m_doing = Doing::Batch;
        m_switch.BeginCopies(work);
        return true;
    }
    if (!m_inRing.Empty())
    {
        m_doing = Doing::Batch;
        if (m_isCallDue)
        {
            m_slots->BeginSync();
        }
        m_switch.BeginBatch(m_inRing, m_isCallDue ? &m_setup.sync : nullptr, work);
        m_isCallDue = false;
        return true;
    }
    m_doing = Doing::Stack;
    return !m_isBlocked && BeginStack(work, isFresh);
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

/** The stack's work for as many packets as a sync takes. */
bool
NexusSender::BeginStack(CoreWork& work, bool isFresh)
{
    TakeReleased();
    const SimTime now = m_run->Now();
    int64_t calls = 0;
    while (!m_waiting.Empty() && m_inRing.Size() < m_setup.syncBatch)
    {
        Packet& next = m_waiting.Front();
        if (!isFresh)
        {
            MarkStage(next, Stage::Application, now);
        }
        const SimTime before = work.Total();
        if (!IsAdmissible(next, work))
        {
            m_advice->Hold(m_waiting.Pop());
            continue;
        }
        const SimTime read = work.Total() - before;
        const bool joins =
            !m_inRing.Empty() && IsGivenAtOnce(*m_run, m_inRing.Back(), next, m_nexus->GsoSize());
        if (ClaimFor(next, joins, calls))
        {
            FillSlot(m_waiting.Pop(), joins, read, work);
        }
        else if (m_isBlocked)
        {
            break;
        }
        else
        {
            m_run->GetLedger().Drop(m_waiting.Pop(), *m_memory.refused, now);
        }
    }
    AddCalls(calls, work);
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

void
NexusSender::FillSlot(PacketPtr packet, bool joins, SimTime read, CoreWork& work)
{
    SimTime span = read + m_nexus->TransmitCopies().AddStackPass(SeparateIpBytes(*packet), work);
    if (joins)
    {
        MergeSegments(*m_run, m_inRing.Back(), std::move(packet), m_nexus->PathHash());
        m_stackShares.back() += span;
        return;
    }
    span += work.Add(m_setup.stack);
    m_stackShares.push_back(span);
    m_inRing.Push(std::move(packet));
}

void
NexusSender::FinishStack(SimTime wakeUp)
{
    size_t slot = 0;
    m_inRing.ForEach([&](Packet& packet) {
        const SimTime own = m_stackShares[slot++];
        const std::array<WorkStage, 3> work{{{Stage::UserStack, own},
                                             {Stage::SystemCall, m_callSpan},
                                             {Stage::BatchWait, m_stackSpan - m_callSpan - own}}};
        ChargeWork(m_nexus->GetProcessor(), packet, work, wakeUp, m_run->Now());
    });
    m_stackShares.clear();
    for (const PoolObject memory : m_memory.slots)
    {
        m_memory.channel->Pool().Move(memory, PacketOwner::User, PacketOwner::TransmitSlot);
    }
    m_slots->UserAdvance(static_cast<uint32_t>(m_inRing.Size()));
    m_isCallDue = !m_inRing.Empty();
    m_syncs += m_isCallDue ? 1 : 0;
    m_sent += m_inRing.Size();
}

/** With the last batch the call is over, but for doorbells. */
void
NexusSender::FinishBatch(SimTime wakeUp)
{
    m_slots->Consume(m_switch.FinishBatch(wakeUp));
    if (!m_inRing.Empty() || m_switch.IsChecked())
    {
        return;
    }
    m_slots->EndSync();
    if (m_memory.channel != nullptr)
    {
        m_isBlocked = false; // what was sent is free again
        m_memory.channel->SyncTransmit();
    }
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

/** What its application has not put into slots yet is in its own memory, and stays. */
void
NexusSender::Abandon(DropReason& reason)
{
    while (!m_inRing.Empty())
    {
        m_run->GetLedger().Drop(m_inRing.Pop(), reason, m_run->Now());
    }
    m_memory.slots.clear();
    m_isCallDue = false;
    m_isBlocked = false;
    m_slots->Restart();
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
