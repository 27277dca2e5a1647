// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// How the batch of a flow gets into the memory of its channel.

#include "models/host/charge-work.h"
#include "models/nexus/netif-receiver.h"
#include "models/nexus/nexus-datapath.h"
#include "models/nexus/skywalk-nexus.h"
#include "models/nic/nic.h"

namespace nexsim
{

/** All that the flow has now; what another queue's receiver adds later is another piece. */
void
NetifReceiver::BeginDelivery(CoreWork& work)
{
    FlowEntry& entry = *m_due.front().entry;
    const NexusCosts& costs = m_nexus.Costs();
    const SimTime now = m_nexus.Now();
    if (m_isTimerDue)
    {
        work.Add(costs.entry);
        m_isTimerDue = false;
    }
    const DeviceSum summed = m_nic.HasRxChecksum() ? DeviceSum::Yes : DeviceSum::No;
    PacketFifo received;
    entry.batch.TakeAll(received);
    while (!received.Empty())
    {
        PacketPtr packet = received.Pop();
        MarkStage(*packet, Stage::BatchWait, now);
        TakeDeviceMemory(*packet, m_deviceMemory);
        packet = entry.channel->Admit(std::move(packet), m_core.Number());
        if (packet)
        {
            m_copies.push_back(m_nexus.ReceiveCopies().AddCopy(packet->size, summed, work));
            m_admitted.Push(std::move(packet));
        }
        else
        {
            ++m_nexus.Received().noMemory;
        }
    }
    entry.channel->AddMemoryWork(work);
    work.Add(costs.notify);
    m_isDelivering = true;
    BeginOwn();
}

void
NetifReceiver::FinishDelivery()
{
    const SimTime now = m_nexus.Now();
    ReceiveCounts& counts = m_nexus.Received();
    PacketFifo copied;
    for (const SimTime copy : m_copies)
    {
        PacketPtr packet = m_admitted.Pop();
        const std::array<WorkStage, 2> work{
            {{Stage::Copy, copy}, {Stage::BatchWait, WorkSpan() - copy}}};
        ChargeWork(m_nexus.GetProcessor(), *packet, work, SimTime(0), now);
        m_nexus.Run().GetLedger().Copied(*packet);
        m_hostStack.CountInput(*packet);
        copied.Push(std::move(packet));
    }
    m_copies.clear();
    m_isDelivering = false;
    const Delivery delivery = m_due.front();
    FlowEntry& entry = *delivery.entry;
    m_due.pop_front();
    ++counts.releases[static_cast<size_t>(delivery.cause)];
    counts.released += copied.Size();
    PacketFifo joined;
    const bool joins = entry.isTcp && m_nexus.GetAggregator().IsOn();
    if (joins)
    {
        m_nexus.GetAggregator().Drain(copied,
                                      joined,
                                      entry.largest,
                                      AggregationFor::Channel,
                                      entry.channel->Memory());
    }
    PacketFifo& packets = joins ? joined : copied;
    counts.toChannels += packets.Size();
    entry.channel->Receive(packets); // which may be the channel's end, and that of its entries
    entry.batch.Unclaim();
    if (!entry.batch.IsEmpty())
    {
        entry.batch.Claim(this);
        m_due.push_front(delivery); // what others have appended meanwhile
    }
    if (entry.isOver)
    {
        m_nexus.Flows().Free(entry);
    }
}

} // namespace nexsim
