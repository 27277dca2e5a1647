// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-sender.h"

#include "models/base/run-context.h"
#include "models/host/charge-work.h"
#include "models/host/datapath.h"
#include "models/host/write-client.h"
#include "models/nexus/device-pool.h"
#include "models/nexus/skywalk-nexus.h"

namespace nexsim
{

void
NexusSender::Connect(RunContext& run,
                     SkywalkNexus& nexus,
                     HostNetwork& network,
                     const Cost& sync,
                     const Cost& stack,
                     int64_t slots)
{
    m_run = &run;
    m_nexus = &nexus;
    m_network = &network;
    m_sync = sync;
    m_stack = stack;
    m_slots = slots;
    m_ring.emplace(RingKind::Transmit, static_cast<uint32_t>(slots));
}

bool
NexusSender::AskWriters()
{
    while (m_waiting.Empty() && !m_writers.empty())
    {
        m_nextWriter = m_nextWriter < m_writers.size() ? m_nextWriter : 0;
        if (m_writers[m_nextWriter]->OnWritable(m_slots - 1))
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

/**
 * Memory for a packet, by as many calls as that takes: each lends more, or frees some for the next.
 */
PoolObject
NexusSender::Claim(const Packet& packet, int64_t& calls)
{
    ChannelMemory& memory = *m_memory.channel;
    const int64_t buffers = memory.Pool().BuffersFor(packet.size);
    bool isWorthwhile = memory.Fits(buffers);
    while (isWorthwhile && !memory.CanClaim(buffers))
    {
        ++calls;
        isWorthwhile = memory.SyncForced();
    }
    if (!isWorthwhile && !memory.CanClaim(buffers))
    {
        ++m_noMemory;
        return 0;
    }
    return memory.Claim(buffers);
}

/** The stack puts the next packet into a slot. @return false when it waits for memory */
bool
NexusSender::FillSlot(bool isFresh, int64_t& calls)
{
    if (m_memory.channel != nullptr)
    {
        const Packet& next = m_waiting.Front();
        const PoolObject memory = Claim(next, calls);
        if (memory == 0)
        {
            NexusPool& pool = m_memory.channel->Pool();
            m_isBlocked = m_memory.waits && m_memory.channel->Fits(pool.BuffersFor(next.size));
            if (!m_isBlocked)
            {
                m_run->GetLedger().Drop(m_waiting.Pop(), *m_memory.refused, m_run->Now());
            }
            return !m_isBlocked;
        }
        m_memory.channel->Pool().Move(memory, PacketOwner::User, PacketOwner::TransmitSlot);
        m_slotMemory.push_back(memory);
    }
    PacketPtr packet = m_waiting.Pop();
    if (!isFresh)
    {
        MarkStage(*packet, Stage::Application, m_run->Now());
    }
    m_inRing.Push(std::move(packet));
    return true;
}

/** The stack's work for as many packets as the ring takes, and the calls. */
void
NexusSender::BeginSync(CoreWork& work, bool isFresh)
{
    m_spans = SimTime(0);
    m_wakeUp = SimTime(0);
    int64_t calls = 0;
    while (!m_waiting.Empty() && m_inRing.Size() < m_slots - 1 && FillSlot(isFresh, calls))
    {
    }
    const int64_t count = m_inRing.Size();
    m_isInCall = count > 0;
    m_stackSpan = SimTime(0);
    m_callSpan = SimTime(0);
    if (m_isInCall)
    {
        ++m_syncs;
        ++calls;
        m_stackSpan = SimTime(work.Add(m_stack, count).Value() / count);
        m_ring->UserAdvance(static_cast<uint32_t>(count));
        m_ring->BeginSync();
    }
    if (calls > 0)
    {
        m_callSpan = work.Add(m_sync, calls);
    }
    const int64_t built = m_memory.channel != nullptr ? m_memory.channel->Pool().TakeBuilt() : 0;
    if (built > 0)
    {
        m_callSpan += work.Add(m_memory.wire, built);
    }
}

/** @return false when the packet is dropped, as the interface has no memory for the copy of it */
bool
NexusSender::GiveDeviceMemory(PacketPtr& packet)
{
    DevicePool* pool = m_nexus->PoolOf(m_network->PortFor(*packet));
    if (pool == nullptr || pool->Give(*packet, m_memory.core))
    {
        return true;
    }
    m_run->GetLedger().Drop(std::move(packet), *m_memory.noDevice, m_run->Now());
    return false;
}

bool
NexusSender::Begin(CoreWork& work, bool isFresh)
{
    if (m_inRing.Empty())
    {
        if (m_waiting.Empty() || m_isBlocked)
        {
            return false;
        }
        BeginSync(work, isFresh);
    }
    const NexusCosts& costs = m_nexus->Costs();
    const FlowswitchFlow* previous = nullptr;
    while (!m_inRing.Empty() && m_inBatch.Size() < m_nexus->TxBatch())
    {
        PacketPtr packet = m_inRing.Pop();
        ++m_taken;
        if (m_memory.channel != nullptr)
        {
            const PoolObject memory = m_slotMemory.front();
            m_slotMemory.pop_front();
            m_memory.channel->Pool().Move(memory, PacketOwner::TransmitSlot, PacketOwner::Kernel);
            m_copied.push_back(memory);
        }
        if (!GiveDeviceMemory(packet))
        {
            continue;
        }
        Share share;
        share.copy = work.Add(costs.copy, packet->size);
        const SimTime before = work.Total();
        work.Add(costs.bookkeeping);
        work.Add(costs.classify);
        previous = &m_nexus->Switch().LookUp(*packet, previous, work);
        share.classification = work.Total() - before;
        m_shares.push_back(share);
        m_inBatch.Push(std::move(packet));
    }
    m_spans += work.Total();
    return true;
}

void
NexusSender::Finish(SimTime wakeUp)
{
    m_wakeUp += wakeUp;
    const SimTime now = m_run->Now();
    for (const Share& share : m_shares)
    {
        PacketPtr packet = m_inBatch.Pop();
        const SimTime own = m_stackSpan + m_callSpan + share.copy + share.classification;
        const std::array<WorkStage, 5> work{{{Stage::UserStack, m_stackSpan},
                                             {Stage::SystemCall, m_callSpan},
                                             {Stage::Copy, share.copy},
                                             {Stage::Classification, share.classification},
                                             {Stage::BatchWait, m_spans - own}}};
        ChargeWork(*packet, work, m_wakeUp, now);
        ++m_sent;
        m_run->GetLedger().Copied(*packet);
        m_network->Transmit(std::move(packet));
    }
    m_shares.clear();
    for (const PoolObject memory : m_copied)
    {
        m_memory.channel->FreeTransmitted(memory);
    }
    m_copied.clear();
    if (m_isInCall)
    {
        EndSync();
    }
}

/** A batch is done, and with the last one the call. */
void
NexusSender::EndSync()
{
    m_ring->Consume(m_taken);
    m_taken = 0;
    if (!m_inRing.Empty())
    {
        return;
    }
    m_ring->EndSync();
    m_isInCall = false;
    if (m_memory.channel != nullptr)
    {
        m_isBlocked = false; // what was sent is free again
        m_memory.channel->SyncTransmit();
    }
}

Tally
NexusSender::Held() const
{
    Tally held = m_waiting.Sum();
    held += m_inRing.Sum();
    held += m_inBatch.Sum();
    return held;
}

void
NexusSender::Clear()
{
    m_waiting.Clear();
    m_inRing.Clear();
    m_inBatch.Clear();
}

} // namespace nexsim
