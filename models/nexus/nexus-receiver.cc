// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-receiver.h"

#include "models/base/fragments.h"
#include "models/base/run-context.h"
#include "models/base/segments.h"
#include "models/host/charge-work.h"
#include "models/nexus/copy-engine.h"

#include <utility>

namespace nexsim
{

void
NexusReceiver::Connect(RunContext& run,
                       Processor& processor,
                       CopyEngine& copies,
                       const Cost& event,
                       const Cost& stack,
                       const Drops& drops,
                       uint64_t pathHash)
{
    m_run = &run;
    m_processor = &processor;
    m_copies = &copies;
    m_event = event;
    m_stack = stack;
    m_drops = drops;
    m_pathHash = pathHash;
}

void
NexusReceiver::Receive(PacketFifo& packets)
{
    m_ring.Enqueue(packets);
    m_isShort = m_isShort || !packets.Empty();
    while (!packets.Empty())
    {
        PacketPtr packet = packets.Pop();
        if (m_memory != nullptr)
        {
            m_memory->Refuse(*packet);
        }
        m_run->GetLedger().Drop(std::move(packet), *m_drops.full, m_run->Now());
    }
}

bool
NexusReceiver::Begin(CoreWork& work, bool isFresh)
{
    m_eventSpan = SimTime(0);
    if (!m_ring.HasVisible())
    {
        if (!m_ring.HasHidden() && !m_isShort)
        {
            return false;
        }
        m_isShort = false;
        ++m_events;
        m_eventSpan = work.Add(m_event);
        m_ring.Sync();
        if (!m_ring.HasVisible())
        {
            return true; // the kernel has its slots back
        }
    }
    PacketPtr packet = m_ring.Take();
    if (!isFresh)
    {
        MarkStage(*packet, Stage::ChannelRing, m_run->Now());
    }
    if (m_memory != nullptr && !m_memory->CanReturn())
    {
        m_eventSpan += work.Add(m_sync);
        m_memory->SyncFree();
    }
    m_copies->AddStackPass(packet->size, work);
    work.Add(m_stack);
    m_inWork.Push(std::move(packet));
    m_span = work.Total();
    return true;
}

void
NexusReceiver::Finish(SimTime wakeUp)
{
    if (m_inWork.Empty())
    {
        return;
    }
    PacketPtr packet = m_inWork.Pop();
    const std::array<WorkStage, 2> work{
        {{Stage::SystemCall, m_eventSpan}, {Stage::UserStack, m_span - m_eventSpan}}};
    ChargeWork(*m_processor, *packet, work, wakeUp, m_run->Now());
    if (DropReason* lost = std::exchange(m_lost, nullptr))
    {
        m_run->GetLedger().Drop(std::move(packet), *lost, m_run->Now());
        return;
    }
    ++m_received;
    if (m_memory != nullptr)
    {
        m_memory->Return(TransportOf(*packet).poolBuffer);
    }
    const FlowRecord& flow = m_run->Flows()[packet->flow];
    if (IsFragment(flow.key, *packet))
    {
        packet = Assemble(std::move(packet));
    }
    if (packet)
    {
        flow.receiver->Deliver(std::move(packet));
    }
}

bool
NexusReceiver::Abandon(DropReason& reason)
{
    PacketFifo packets;
    m_ring.Abandon(packets);
    for (PacketFifo* dropped : {&packets, &m_partial})
    {
        while (!dropped->Empty())
        {
            m_run->GetLedger().Drop(dropped->Pop(), reason, m_run->Now());
        }
    }
    m_isShort = false;
    m_lost = m_inWork.Empty() ? nullptr : &reason;
    return m_lost != nullptr;
}

/**
 * The kernel gives the fragments of a datagram one after the other, or what of them found slots.
 * @return the datagram; null when that was not its last fragment, or it is not whole
 */
PacketPtr
NexusReceiver::Assemble(PacketPtr fragment)
{
    const int64_t expected =
        m_partial.Empty() ? 0 : FragmentOffset(m_partial.Back()) + FragmentBytes(m_partial.Back());
    const bool isNext = FragmentOffset(*fragment) == expected &&
                        (m_partial.Empty() || (m_partial.Back().flow == fragment->flow &&
                                               FragmentIdentification(m_partial.Back()) ==
                                                   FragmentIdentification(*fragment)));
    if (!isNext)
    {
        DropPartial();
    }
    const bool isLast = IsLastFragment(*fragment);
    const bool isOrphan = !isNext && FragmentOffset(*fragment) > 0;
    m_partial.Push(std::move(fragment));
    if (isOrphan)
    {
        DropPartial();
    }
    if (!isLast || isOrphan)
    {
        return PacketPtr();
    }
    const SimTime now = m_run->Now();
    PacketPtr datagram = m_partial.Pop();
    ForgetFragment(*datagram);
    MarkStage(*datagram, Stage::Reassembly, now);
    while (!m_partial.Empty())
    {
        PacketPtr next = m_partial.Pop();
        ForgetFragment(*next);
        MarkStage(*next, Stage::Reassembly, now);
        MergeSegments(*m_run, *datagram, std::move(next), m_pathHash);
    }
    return datagram;
}

void
NexusReceiver::DropPartial()
{
    while (!m_partial.Empty())
    {
        m_run->GetLedger().Drop(m_partial.Pop(), *m_drops.incomplete, m_run->Now());
    }
}

Tally
NexusReceiver::Held() const
{
    Tally held = m_ring.Held();
    held += m_inWork.Sum();
    held += m_partial.Sum();
    return held;
}

void
NexusReceiver::Clear()
{
    m_ring.Clear();
    m_inWork.Clear();
    m_partial.Clear();
}

} // namespace nexsim
