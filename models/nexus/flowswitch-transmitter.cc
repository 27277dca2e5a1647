// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flowswitch-transmitter.h"

#include "models/base/segments.h"
#include "models/host/charge-work.h"
#include "models/host/datapath.h"
#include "models/nexus/skywalk-nexus.h"
#include "models/nexus/transmit-batch.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

void
FlowswitchTransmitter::Connect(SkywalkNexus& nexus,
                               HostNetwork& network,
                               const PacketSink& channel,
                               TransmitMemory& memory)
{
    m_memory = &memory;
    m_nexus = &nexus;
    m_network = &network;
    m_channel = &channel;
}

/** Whether the kernel cuts packets of several segments that go where this one does. */
bool
FlowswitchTransmitter::CutsItself(const Packet& packet) const
{
    const NetifTransmitter* netif = m_nexus->NetifAt(m_network->NicFor(packet));
    return netif != nullptr && m_nexus->CutsFor(*netif);
}

void
FlowswitchTransmitter::BeginBatch(PacketFifo& ring, const Cost* call, CoreWork& work)
{
    FlowswitchTransmitCounts& counts = m_nexus->TransmitCounts();
    m_callSpan = call != nullptr ? work.Add(*call) : SimTime(0);
    TransmitBatchLimits limits = m_nexus->TransmitLimits();
    limits.cutsItself = CutsItself(ring.Front());
    const SimTime now = m_nexus->Now();
    for (int64_t left = CountTransmitBatch(&ring.Front(), limits); left > 0; --left)
    {
        PacketPtr packet = ring.Pop();
        if (call == nullptr)
        {
            MarkStage(*packet, Stage::BatchWait, now); // for the batches before
        }
        ++m_taken;
        TakeSource();
        if (m_nexus->Verifies() != Verification::SharedMemory)
        {
            packet = TakeMemory(std::move(packet));
        }
        if (!packet)
        {
            continue;
        }
        AddWork(*packet, m_batch.Empty() ? nullptr : &m_batch.Back(), work);
        m_batch.Push(std::move(packet));
    }
    m_span = work.Total();
    ++counts.batches;
    counts.taken += m_taken;
    counts.inBatch += m_batch.Size();
}

void
FlowswitchTransmitter::BeginCopies(CoreWork& work)
{
    m_isChecked = false;
    m_isCopying = true;
    m_callSpan = SimTime(0);
    FlowswitchTransmitCounts& counts = m_nexus->TransmitCounts();
    counts.inBatch -= m_batch.Size();
    for (int64_t left = m_batch.Size(); left > 0; --left)
    {
        if (PacketPtr packet = TakeMemory(m_batch.Pop()))
        {
            m_shares.emplace_back();
            AddCopy(*packet, m_shares.back(), work);
            m_batch.Push(std::move(packet));
        }
    }
    m_span = work.Total();
    counts.inBatch += m_batch.Size();
}

/** The channel's memory of the next packet, which is free when the batch is done. */
void
FlowswitchTransmitter::TakeSource()
{
    if (m_memory->channel != nullptr)
    {
        const PoolObject source = m_memory->slots.front();
        m_memory->slots.pop_front();
        m_memory->channel->Pool().Move(source, PacketOwner::TransmitSlot, PacketOwner::Kernel);
        m_sources.push_back(source);
    }
}

/**
 * Memory of the interface for the copy, all of it or none.
 * @return null when the packet is dropped, since the interface has none
 */
PacketPtr
FlowswitchTransmitter::TakeMemory(PacketPtr packet)
{
    DevicePool* pool = m_nexus->PoolOf(m_network->NicFor(*packet));
    if (pool != nullptr && !pool->Give(*packet, CutsItself(*packet), m_memory->core))
    {
        ++m_nexus->TransmitCounts().noMemory;
        m_nexus->Run().GetLedger().Drop(std::move(packet), *m_memory->noDevice, m_nexus->Now());
        return PacketPtr();
    }
    return packet;
}

/** @param previous the packet before it in its batch; null for the first one */
void
FlowswitchTransmitter::AddWork(const Packet& packet, const Packet* previous, CoreWork& work)
{
    Share& share = m_shares.emplace_back();
    if (m_nexus->Verifies() != Verification::SharedMemory)
    {
        AddCopy(packet, share, work);
    }
    if (m_nexus->Verifies() != Verification::None)
    {
        AddCheck(packet, previous, share, work);
    }
}

void
FlowswitchTransmitter::AddCopy(const Packet& packet, Share& share, CoreWork& work)
{
    const NetifTransmitter* netif = m_nexus->NetifAt(m_network->NicFor(packet));
    const bool isCut = packet.segments > 1 && CutsItself(packet);
    const DeviceSum device =
        netif != nullptr && netif->Device().HasTxChecksum() ? DeviceSum::Yes : DeviceSum::No;
    share.copy = m_nexus->TransmitCopies().AddCopy(isCut ? SeparateIpBytes(packet) : packet.size,
                                                   device,
                                                   work);
    share.classification += work.Add(m_nexus->Costs().bookkeeping, isCut ? packet.segments : 1);
}

void
FlowswitchTransmitter::Charge(Packet& packet, const Share& share, SimTime wakeUp) const
{
    const SimTime own = m_callSpan + share.copy + share.classification;
    const std::array<WorkStage, 4> work{{{Stage::SystemCall, m_callSpan},
                                         {Stage::Copy, share.copy},
                                         {Stage::Classification, share.classification},
                                         {Stage::BatchWait, m_span - own}}};
    ChargeWork(m_nexus->GetProcessor(), packet, work, wakeUp, m_nexus->Now());
}

FlowswitchTransmitter::Chain&
FlowswitchTransmitter::ChainOf(FlowIndex flow)
{
    for (size_t i = m_chainCount; i > 0; --i)
    {
        if (m_chains[i - 1].flow == flow)
        {
            return m_chains[i - 1];
        }
    }
    if (m_chainCount == m_chains.size())
    {
        m_chains.emplace_back();
    }
    Chain& chain = m_chains[m_chainCount++];
    chain.flow = flow;
    return chain;
}

uint32_t
FlowswitchTransmitter::FinishBatch(SimTime wakeUp)
{
    const Verification verification = m_nexus->Verifies();
    if (verification == Verification::SharedMemory && !m_isCopying)
    {
        FinishCheck(wakeUp);
        if (m_isChecked)
        {
            return 0;
        }
    }
    m_isCopying = false;
    FlowswitchTransmitCounts& counts = m_nexus->TransmitCounts();
    counts.inBatch -= m_batch.Size();
    const SimTime copiedAt = CopiedAt();
    for (const Share& share : m_shares)
    {
        PacketPtr packet = m_batch.Pop();
        Charge(*packet, share, wakeUp);
        m_nexus->Run().GetLedger().Copied(*packet);
        FlowIndex flow = packet->flow;
        packet = Read(std::move(packet), copiedAt);
        if (verification == Verification::Copy)
        {
            flow = packet->flow;
            packet = Check(std::move(packet));
        }
        if (packet)
        {
            ChainOf(verification == Verification::None ? 0 : flow).packets.Push(std::move(packet));
        }
    }
    m_shares.clear();
    counts.chains += static_cast<int64_t>(m_chainCount);
    for (size_t i = 0; i < m_chainCount; ++i)
    {
        while (!m_chains[i].packets.Empty())
        {
            ++counts.passed;
            PacketPtr packet = m_chains[i].packets.Pop();
            Leave(*packet);
            Send(std::move(packet));
        }
    }
    m_chainCount = 0;
    for (const PoolObject source : m_sources)
    {
        m_memory->channel->FreeTransmitted(source);
    }
    m_sources.clear();
    return std::exchange(m_taken, 0);
}

void
FlowswitchTransmitter::Send(PacketPtr packet)
{
    if (packet->segments == 1 || !CutsItself(*packet))
    {
        Enqueue(std::move(packet));
        return;
    }
    FlowswitchTransmitCounts& counts = m_nexus->TransmitCounts();
    ++counts.cut;
    counts.cutInto += packet->segments;
    PacketFifo segments;
    SplitSegments(m_nexus->Run(), std::move(packet), m_nexus->PathHash(), segments);
    while (!segments.Empty())
    {
        Enqueue(segments.Pop());
    }
}

void
FlowswitchTransmitter::Enqueue(PacketPtr packet)
{
    FlowswitchTransmitCounts& counts = m_nexus->TransmitCounts();
    ++counts.copied;
    NetifTransmitter* netif = m_nexus->NetifAt(m_network->NicFor(*packet));
    if (netif == nullptr)
    {
        m_network->Transmit(std::move(packet)); // who knows why there is none
        return;
    }
    m_network->CountTransmitted(*packet);
    const Ledger& ledger = m_nexus->Run().GetLedger();
    const int64_t before = ledger.Dropped().packets;
    netif->Enqueue(std::move(packet));
    counts.aqmDropped += ledger.Dropped().packets - before;
    if (std::find(m_doorbells.begin(), m_doorbells.end(), netif) == m_doorbells.end())
    {
        m_doorbells.push_back(netif);
    }
}

void
FlowswitchTransmitter::BeginDoorbell(CoreWork& work)
{
    m_doorbell = m_doorbells.front()->BeginDoorbell(work);
}

void
FlowswitchTransmitter::FinishDoorbell()
{
    NetifTransmitter& netif = *m_doorbells.front();
    m_doorbells.pop_front();
    netif.FinishDoorbell(m_doorbell);
}

void
FlowswitchTransmitter::Clear()
{
    m_batch.Clear();
}

} // namespace nexsim
