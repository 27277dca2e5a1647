// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-receiver.h"

#include "models/base/run-context.h"
#include "models/host/charge-work.h"
#include "models/nexus/copy-engine.h"

namespace nexsim
{

void
NexusReceiver::Connect(RunContext& run,
                       Processor& processor,
                       CopyEngine& copies,
                       const Cost& event,
                       const Cost& stack,
                       DropReason& full)
{
    m_run = &run;
    m_processor = &processor;
    m_copies = &copies;
    m_event = event;
    m_stack = stack;
    m_full = &full;
}

void
NexusReceiver::Receive(PacketFifo& packets)
{
    m_ring.Enqueue(packets);
    while (!packets.Empty())
    {
        PacketPtr packet = packets.Pop();
        if (m_memory != nullptr)
        {
            m_memory->Refuse(*packet);
        }
        m_run->GetLedger().Drop(std::move(packet), *m_full, m_run->Now());
    }
}

bool
NexusReceiver::Begin(CoreWork& work, bool isFresh)
{
    m_eventSpan = SimTime(0);
    if (!m_ring.HasVisible())
    {
        if (!m_ring.HasHidden())
        {
            return false;
        }
        ++m_events;
        m_eventSpan = work.Add(m_event);
        m_ring.Sync();
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
    PacketPtr packet = m_inWork.Pop();
    const std::array<WorkStage, 2> work{
        {{Stage::SystemCall, m_eventSpan}, {Stage::UserStack, m_span - m_eventSpan}}};
    ChargeWork(*m_processor, *packet, work, wakeUp, m_run->Now());
    ++m_received;
    if (m_memory != nullptr)
    {
        m_memory->Return(TransportOf(*packet).poolBuffer);
    }
    PacketSink* receiver = m_run->Flows()[packet->flow].receiver;
    receiver->Deliver(std::move(packet));
}

Tally
NexusReceiver::Held() const
{
    Tally held = m_ring.Held();
    held += m_inWork.Sum();
    return held;
}

void
NexusReceiver::Clear()
{
    m_ring.Clear();
    m_inWork.Clear();
}

} // namespace nexsim
