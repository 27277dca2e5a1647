// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/netif-receiver.h"

#include "models/base/fragments.h"
#include "models/nexus/device-pool.h"
#include "models/nexus/nexus-datapath.h"
#include "models/nexus/skywalk-nexus.h"
#include "models/nic/nic.h"

#include <algorithm>

namespace nexsim
{

NetifReceiver::NetifReceiver(SkywalkNexus& nexus,
                             CoreClass coreClass,
                             Core& core,
                             KernelInput& hostStack,
                             Nic& nic,
                             uint32_t queue,
                             DevicePool* pool,
                             IpReassembly& reassembly)
    : KernelTask(coreClass), m_nexus(nexus), m_core(core), m_hostStack(hostStack), m_nic(nic),
      m_queue(queue), m_pool(pool), m_reassembly(reassembly), m_interrupt(nexus.Costs().entry)
{
}

void
NetifReceiver::OnReceived()
{
    m_isChainNew = true;
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

void
NetifReceiver::OnDeadline(FlowEntry& entry)
{
    if (entry.batch.Claim(this))
    {
        m_due.push_back({&entry, ReleaseCause::Timer});
        m_isTimerDue = true;
        m_core.Wake(*this);
    }
}

void
NetifReceiver::Resume()
{
    m_core.Wake(*this);
}

bool
NetifReceiver::BeginReceived(CoreWork& work)
{
    FreeDeviceMemory(m_deviceMemory);
    if (!m_due.empty())
    {
        BeginDelivery(work);
        return true;
    }
    if (!m_forHost.Empty())
    {
        if (BeginHost(work))
        {
            return true;
        }
        if (!m_forHost.Empty())
        {
            return false; // left unread, and the queue behind it
        }
    }
    FreeDeviceMemory(m_hostMemory);
    while (!m_isEnabled)
    {
        if (BeginPass(work))
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
NetifReceiver::BeginPass(CoreWork& work)
{
    m_entrySpan = m_isEntryDue ? work.Add(m_nexus.Costs().entry) : SimTime(0);
    const int64_t taken = TakePass(work);
    const bool hasWork = m_isEntryDue || taken > 0;
    m_isEntryDue = false;
    m_nexus.Received().passes += taken > 0 ? 1 : 0;
    m_nexus.Received().packets += taken;
    BeginOwn();
    return hasWork;
}

/** @return the number of packets that the pass has taken for the flow switch */
int64_t
NetifReceiver::TakePass(CoreWork& work)
{
    const FlowTable& known = m_nexus.Run().Flows();
    int64_t taken = 0;
    const NexusCosts& costs = m_nexus.Costs();
    const int64_t limit = m_nexus.GetRelease().PassLimit().Value();
    FlowEntry* previous = nullptr;
    if (m_isChainNew)
    {
        m_isChainNew = false;
        m_left = std::min(m_nic.Quota(m_queue), m_nic.Waiting(m_queue)).Value();
    }
    while (m_left > 0 && taken < limit)
    {
        --m_left;
        PacketPtr packet = m_nic.TakeReceived(m_queue);
        const PoolObject memory = m_pool == nullptr ? 0 : m_pool->TakeReceived(*packet, m_queue);
        packet = m_hostStack.Filter(std::move(packet), m_nic);
        if (memory != 0)
        {
            if (!packet)
            {
                m_deviceMemory.push_back(memory);
                continue;
            }
            TransportOf(*packet).poolBuffer = memory & kPoolBufferMask;
        }
        if (!packet)
        {
            continue;
        }
        ++taken;
        const SimTime before = work.Total();
        work.Add(costs.bookkeeping);
        work.Add(costs.classify);
        if (IsFragment(known[packet->flow].key, *packet))
        {
            TakeFragment(std::move(packet), work.Total() - before, previous, work);
            continue;
        }
        FlowEntry* const entry = m_nexus.Flows().LookUp(*packet, previous, work);
        AddShare(entry, work.Total() - before);
        if (entry != nullptr)
        {
            entry->channel->PrefetchReceive();
            known.PrefetchDelivered(packet->flow);
        }
        m_batch.Push(std::move(packet));
    }
    RefillDevice(work);
    m_end = taken == limit ? PassEnd::Full : PassEnd::Chain;
    return taken;
}

/** The entry is not to go while packets of its are in the pass. */
void
NetifReceiver::AddShare(FlowEntry* entry, SimTime span)
{
    m_shares.push_back({entry, span});
    if (entry != nullptr)
    {
        ++entry->inPasses;
    }
}

/** From now on it is not the packet's: it is free when its taker says so. */
void
NetifReceiver::TakeDeviceMemory(Packet& packet, std::vector<uint32_t>& takers) const
{
    if (m_pool != nullptr)
    {
        takers.push_back(TransportOf(packet).poolBuffer);
        TransportOf(packet).poolBuffer = 0;
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

void
NetifReceiver::FreeDeviceMemory(std::vector<uint32_t>& packets)
{
    for (const PoolObject packet : packets)
    {
        m_pool->Free(packet, m_core.Number());
    }
    packets.clear();
}

void
NetifReceiver::FinishOwn()
{
    if (m_isDelivering)
    {
        FinishDelivery();
    }
    else
    {
        FinishPass();
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
NetifReceiver::FinishPass()
{
    const SimTime wakeUp = WakeUp();
    const SimTime now = m_nexus.Now();
    const uint64_t pass = m_nexus.NextPass();
    for (const Share& share : m_shares)
    {
        PacketPtr packet = m_batch.Pop();
        ChargePass(*packet, share.span, wakeUp);
        if (share.entry == nullptr)
        {
            ++m_nexus.Received().hostFound;
            TakeDeviceMemory(*packet, m_hostMemory);
            AddForHost(std::move(packet));
            continue;
        }
        --share.entry->inPasses;
        if (share.entry->pass != pass)
        {
            share.entry->pass = pass;
            m_touched.push_back(share.entry);
        }
        FlowBatch& batch = share.entry->batch;
        m_nexus.Received().inUse += batch.IsClaimed() && !batch.Claim(this) ? 1 : 0;
        batch.Append(std::move(packet), now);
    }
    m_shares.clear();
    ChargePieces(wakeUp);
    Release();
    JoinForHost();
}

/** Of the flows that the pass has touched, those leave whose time has come. */
void
NetifReceiver::Release()
{
    const ReleasePolicy& policy = m_nexus.GetRelease();
    for (FlowEntry* entry : m_touched)
    {
        if (entry->batch.IsClaimed())
        {
            continue; // who has claimed it will deliver this, too
        }
        if (const auto cause = policy.Decide(entry->batch, m_end))
        {
            entry->batch.Claim(this);
            m_nexus.Kept().Forget(*entry);
            m_due.push_back({entry, *cause});
        }
        else
        {
            m_nexus.Kept().Hold(*entry, *this, policy.Deadline(entry->batch));
        }
    }
    m_touched.clear();
}

int64_t
NetifReceiver::UnderWay() const
{
    return m_batch.Size() + m_admitted.Size() + m_forHost.Size();
}

Tally
NetifReceiver::HeldPackets() const
{
    Tally held = Held();
    held += m_batch.Sum();
    held += m_admitted.Sum();
    held += m_forHost.Sum();
    return held;
}

void
NetifReceiver::ClearAll()
{
    Clear();
    m_batch.Clear();
    m_admitted.Clear();
    m_forHost.Clear();
}

} // namespace nexsim
