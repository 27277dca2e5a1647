// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-sender.h"

#include "models/base/run-context.h"
#include "models/host/charge-work.h"
#include "models/host/datapath.h"
#include "models/host/write-client.h"
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

/** The stack's work for as many packets as the ring takes, and the call. */
void
NexusSender::BeginSync(CoreWork& work, bool isFresh)
{
    ++m_syncs;
    m_spans = SimTime(0);
    m_wakeUp = SimTime(0);
    const SimTime now = m_run->Now();
    while (!m_waiting.Empty() && m_inRing.Size() < m_slots - 1)
    {
        PacketPtr packet = m_waiting.Pop();
        if (!isFresh)
        {
            MarkStage(*packet, Stage::Application, now);
        }
        m_inRing.Push(std::move(packet));
    }
    const int64_t count = m_inRing.Size();
    m_stackSpan = SimTime(work.Add(m_stack, count).Value() / count);
    m_callSpan = work.Add(m_sync);
}

bool
NexusSender::Begin(CoreWork& work, bool isFresh)
{
    if (m_inRing.Empty())
    {
        if (m_waiting.Empty())
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
