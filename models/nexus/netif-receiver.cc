// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/netif-receiver.h"

#include "models/host/charge-work.h"
#include "models/nexus/device-pool.h"
#include "models/nexus/nexus-datapath.h"
#include "models/nexus/skywalk-nexus.h"
#include "models/nic/nic.h"

namespace nexsim
{

NetifReceiver::NetifReceiver(SkywalkNexus& nexus,
                             CoreClass coreClass,
                             Core& core,
                             KernelInput& hostStack,
                             Nic& nic,
                             uint32_t queue,
                             DevicePool* pool)
    : KernelTask(coreClass), m_nexus(nexus), m_core(core), m_hostStack(hostStack), m_nic(nic),
      m_queue(queue), m_pool(pool), m_interrupt(nexus.Costs().entry)
{
}

void
NetifReceiver::OnReceived()
{
    m_left = m_nic.Quota(m_queue).Value();
    m_isEnabled = false;
    m_isFresh = m_isFresh || IsAsleep();
    const bool wasInterrupt = !m_nic.Rx(m_queue).WasPolled();
    if (wasInterrupt && Class() != CoreClass::Interrupt)
    {
        m_interrupt.Raise(m_core);
    }
    m_isEntryDue = wasInterrupt && Class() == CoreClass::Interrupt;
    m_core.Wake(*this);
}

bool
NetifReceiver::BeginReceived(CoreWork& work)
{
    if (!m_touched.empty())
    {
        BeginDelivery(work);
        return true;
    }
    if (!m_forHost.Empty())
    {
        PacketPtr packet = m_forHost.Pop();
        MarkStage(*packet, Stage::BatchWait, m_nexus.Now());
        BeginInput(std::move(packet), work);
        return true;
    }
    FreeDeviceMemory();
    while (!m_isEnabled)
    {
        if (BeginBatch(work))
        {
            return true;
        }
        m_isEnabled = true;
        m_nic.EnableInterrupt(m_queue); // perhaps with more to take at once
    }
    return false;
}

/** @return false when there is nothing to take, and nothing to do */
bool
NetifReceiver::BeginBatch(CoreWork& work)
{
    const NexusCosts& costs = m_nexus.Costs();
    m_entrySpan = m_isEntryDue ? work.Add(costs.entry) : SimTime(0);
    const FlowswitchFlow* previous = nullptr;
    while (m_left > 0 && m_batch.Size() < m_nexus.RxBatch())
    {
        PacketPtr packet = m_nic.TakeReceived(m_queue);
        if (!packet)
        {
            break;
        }
        TakeDeviceMemory(*packet);
        packet = m_hostStack.Filter(std::move(packet), m_nic);
        if (!packet)
        {
            continue;
        }
        --m_left;
        SimTime span = work.Add(costs.bookkeeping);
        span += work.Add(costs.classify);
        const SimTime before = work.Total();
        FlowswitchFlow& flow = m_nexus.Switch().LookUp(*packet, previous, work);
        span += work.Total() - before;
        previous = &flow;
        m_shares.push_back({&flow, span});
        m_batch.Push(std::move(packet));
    }
    RefillDevice(work);
    const bool hasWork = m_isEntryDue || !m_batch.Empty();
    m_isEntryDue = false;
    m_batches += m_batch.Empty() ? 0 : 1;
    m_packetsSeen += m_batch.Size();
    BeginOwn();
    return hasWork;
}

void
NetifReceiver::TakeDeviceMemory(Packet& packet)
{
    if (m_pool != nullptr)
    {
        m_deviceMemory.push_back(m_pool->TakeReceived(packet, m_queue));
    }
}

void
NetifReceiver::RefillDevice(CoreWork& work)
{
    if (m_pool == nullptr)
    {
        return;
    }
    m_pool->Refill(m_queue, m_core.Number());
    const int64_t built = m_pool->TakeBuilt();
    if (built > 0)
    {
        work.Add(m_nexus.Costs().wire, built);
    }
}

/** All packets of the batch are in the memory of those whom they are for. */
void
NetifReceiver::FreeDeviceMemory()
{
    for (const PoolObject packet : m_deviceMemory)
    {
        m_pool->Free(packet, m_core.Number());
    }
    m_deviceMemory.clear();
}

void
NetifReceiver::FinishOwn()
{
    if (m_delivering != nullptr)
    {
        FinishDelivery();
    }
    else
    {
        FinishBatch();
    }
}

SimTime
NetifReceiver::WakeUp()
{
    const SimTime wakeUp = m_isFresh ? WakeUpSpan() : SimTime(0);
    m_isFresh = false;
    return wakeUp;
}

void
NetifReceiver::FinishBatch()
{
    const SimTime wakeUp = WakeUp();
    const SimTime now = m_nexus.Now();
    for (const Share& share : m_shares)
    {
        PacketPtr packet = m_batch.Pop();
        const std::array<WorkStage, 3> work{
            {{Stage::InterruptHold, m_entrySpan},
             {Stage::Classification, share.span},
             {Stage::BatchWait, WorkSpan() - m_entrySpan - share.span}}};
        ChargeWork(*packet, work, wakeUp, now);
        FlowswitchFlow& flow = *share.flow;
        if (flow.channel == nullptr)
        {
            m_forHost.Push(std::move(packet));
            continue;
        }
        if (flow.worker == nullptr)
        {
            flow.worker = this;
            m_touched.push_back(&flow);
        }
        flow.received.Push(std::move(packet));
    }
    m_shares.clear();
}

/** All that the flow has now; what another queue's receiver adds later is another piece. */
void
NetifReceiver::BeginDelivery(CoreWork& work)
{
    m_delivering = m_touched.front();
    m_touched.pop_front();
    const NexusCosts& costs = m_nexus.Costs();
    const SimTime now = m_nexus.Now();
    while (!m_delivering->received.Empty())
    {
        PacketPtr packet = m_delivering->received.Pop();
        MarkStage(*packet, Stage::BatchWait, now);
        packet = m_delivering->channel->Admit(std::move(packet), m_core.Number());
        if (!packet)
        {
            continue;
        }
        m_copies.push_back(work.Add(costs.copy, packet->size));
        m_delivery.Push(std::move(packet));
    }
    m_delivering->channel->AddMemoryWork(work);
    work.Add(costs.notify);
    BeginOwn();
}

void
NetifReceiver::FinishDelivery()
{
    const SimTime now = m_nexus.Now();
    PacketFifo packets;
    for (const SimTime copy : m_copies)
    {
        PacketPtr packet = m_delivery.Pop();
        const std::array<WorkStage, 2> work{
            {{Stage::Copy, copy}, {Stage::BatchWait, WorkSpan() - copy}}};
        ChargeWork(*packet, work, SimTime(0), now);
        m_nexus.Run().GetLedger().Copied(*packet);
        m_hostStack.CountInput(*packet);
        packets.Push(std::move(packet));
    }
    m_copies.clear();
    FlowswitchFlow& flow = *m_delivering;
    m_delivering = nullptr;
    flow.worker = nullptr;
    if (!flow.received.Empty())
    {
        flow.worker = this;
        m_touched.push_front(&flow);
    }
    flow.channel->Receive(packets);
}

Tally
NetifReceiver::HeldPackets() const
{
    Tally held = Held();
    held += m_batch.Sum();
    held += m_delivery.Sum();
    held += m_forHost.Sum();
    return held;
}

void
NetifReceiver::ClearAll()
{
    Clear();
    m_batch.Clear();
    m_delivery.Clear();
    m_forHost.Clear();
}

} // namespace nexsim
