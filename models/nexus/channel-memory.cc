// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-memory.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

void
ChannelMemory::Open(const Setup& setup, const std::string& name, const RunContext& clock)
{
    m_policy = setup.policy;
    m_clock = &clock;
    m_core = setup.core;
    m_pool.Configure(setup.pool, name, &clock);
    m_alloc.emplace(RingKind::Alloc, setup.allocSlots);
    m_free.emplace(RingKind::Free, setup.freeSlots);
    SyncAlloc(false);
    m_pool.TakeBuilt();
}

void
ChannelMemory::TearDown()
{
    m_lent.clear();
    m_returned.clear();
    m_alloc->Restart();
    m_free->Restart();
    m_pool.TearDown(m_core);
}

void
ChannelMemory::Reopen()
{
    if (m_policy->IsStatic())
    {
        m_pool.Populate();
    }
    m_policy->Restart();
    SyncAlloc(false);
    m_pool.TakeBuilt();
}

int64_t
ChannelMemory::OpeningBytes() const
{
    return m_policy->IsStatic() ? m_pool.Memory().Layout().TotalBytes() : 0;
}

PoolObject
ChannelMemory::Claim(int64_t buffers)
{
    PoolObject packet = 0;
    for (int64_t i = 0; i < buffers; ++i)
    {
        const PoolObject buffer = m_lent.front();
        m_lent.pop_front();
        m_pool.Move(buffer, PacketOwner::AllocRing, PacketOwner::User);
        if (packet != 0)
        {
            m_pool.Join(buffer, packet);
        }
        packet = buffer;
    }
    m_alloc->UserAdvance(static_cast<uint32_t>(buffers));
    return packet;
}

void
ChannelMemory::Return(PoolObject packet)
{
    m_pool.Move(packet, PacketOwner::User, PacketOwner::FreeRing);
    m_returned.push_back(packet);
    m_free->UserAdvance(1);
}

/** By a clock of whole seconds. */
int64_t
ChannelMemory::IdleSeconds() const
{
    const int64_t second = Seconds(1).Value();
    return m_clock->Now().Value() / second - m_lastSync.Value() / second;
}

void
ChannelMemory::SyncAlloc(bool isForced)
{
    m_alloc->BeginSync();
    const int64_t unclaimed = m_alloc->ReadySlots();
    const int64_t limit = m_alloc->Limit();
    const int64_t wanted =
        m_policy->OnSync({isForced, Packets(unclaimed), Packets(limit), IdleSeconds()}).Value();
    int64_t missing = std::min(std::max<int64_t>(0, wanted - unclaimed), limit - unclaimed);
    uint32_t got = 0;
    for (; missing > 0; --missing)
    {
        const PoolObject packet = m_pool.Allocate(PacketOwner::AllocRing, m_core);
        if (packet == 0)
        {
            break;
        }
        m_lent.push_back(packet);
        ++got;
    }
    m_shortage += got == 0 ? missing : 0;
    m_alloc->Enqueue(got);
    m_alloc->EndSync();
    m_lastSync = m_clock->Now();
    ++m_syncs;
}

bool
ChannelMemory::SyncForced()
{
    const uint32_t before = m_alloc->UserAvailable();
    ++m_forced;
    SyncAlloc(true);
    return SyncFree() > 0 || m_alloc->UserAvailable() > before;
}

void
ChannelMemory::SyncTransmit()
{
    SyncAlloc(false);
    SyncFree();
}

int64_t
ChannelMemory::SyncFree()
{
    m_free->BeginSync();
    const uint32_t returned = m_free->Consumable();
    for (uint32_t i = 0; i < returned; ++i)
    {
        m_pool.Free(m_returned.front(), PacketOwner::FreeRing, m_core);
        m_returned.pop_front();
    }
    m_free->Consume(returned);
    m_free->EndSync();
    return returned;
}

bool
ChannelMemory::Purge()
{
    if (!m_policy->OnPurge(IdleSeconds()))
    {
        return false;
    }
    ++m_purges;
    SyncFree();
    m_alloc->UserAdvance(m_alloc->UserAvailable());
    m_alloc->BeginSync();
    for (const PoolObject packet : m_lent)
    {
        m_pool.Free(packet, PacketOwner::AllocRing, m_core);
    }
    m_lent.clear();
    m_alloc->EndSync();
    m_pool.Purge();
    return true;
}

bool
ChannelMemory::Admit(Packet& packet, uint32_t core)
{
    m_kernelCore = core;
    const PoolObject first =
        m_pool.Allocate(PacketOwner::Kernel, core, m_pool.BuffersFor(packet.size));
    TransportOf(packet).poolBuffer = first & kPoolBufferMask;
    return first != 0;
}

void
ChannelMemory::JoinReceived(const Packet& earlier, const Packet& later)
{
    const PoolObject first = TransportOf(earlier).poolBuffer;
    const PoolObject rest = TransportOf(later).poolBuffer;
    if (m_pool.LengthOf(first) < m_pool.BuffersFor(int64_t{earlier.size} + later.payloadBytes))
    {
        m_pool.Join(first, rest);
    }
    else
    {
        m_pool.Free(rest, PacketOwner::Kernel, m_kernelCore);
    }
}

void
ChannelMemory::Refuse(Packet& packet)
{
    m_pool.Free(TransportOf(packet).poolBuffer, PacketOwner::Kernel, m_kernelCore);
}

std::optional<std::string>
ChannelMemory::FindError() const
{
    if (const std::optional<std::string> error = m_pool.FindError())
    {
        return error;
    }
    int64_t returned = 0;
    for (const PoolObject packet : m_returned)
    {
        returned += m_pool.LengthOf(packet);
    }
    const auto lent = static_cast<int64_t>(m_lent.size());
    if (lent == m_pool.Count(PacketOwner::AllocRing) && lent == m_alloc->UserAvailable() &&
        returned == m_pool.Count(PacketOwner::FreeRing))
    {
        return std::nullopt;
    }
    return fmt::format("the alloc ring has {} packets, {} slots are filled, the pool says {}; the "
                       "free ring has {}, the pool says {}",
                       lent,
                       m_alloc->UserAvailable(),
                       m_pool.Count(PacketOwner::AllocRing),
                       returned,
                       m_pool.Count(PacketOwner::FreeRing));
}

void
ChannelMemory::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"forced_syncs", "1", "calls because the alloc ring was empty"}, m_forced);
    visitor.Counter({"alloc_syncs", "1", "times that the alloc ring was filled, these included"},
                    m_syncs);
    visitor.Counter(
        {"cres_pkt_alloc_failures", "packets", "that it lacked, of times that the pool had none"},
        m_shortage);
    visitor.Counter({"purges", "1", "purges granted"}, m_purges);
    visitor.Level({"working_set", "packets", "packets that the alloc ring is filled to"},
                  m_policy->WorkingSet().Value());
    m_pool.ReportMetrics(visitor, "pool/");
    ReportRing(*m_alloc, visitor, "alloc-ring/");
    ReportRing(*m_free, visitor, "free-ring/");
}

void
ReportRing(const ChannelRing& ring, MetricVisitor& visitor, std::string_view prefix)
{
    const auto name = [prefix](const char* metric) { return std::string(prefix).append(metric); };
    const RingTransfers& kernel = ring.KernelTransfers();
    const RingTransfers& user = ring.UserTransfers();
    visitor.Counter({name("crs_total_slots_transferred"), "packets", "slots moved by the kernel"},
                    kernel.slots);
    visitor.Counter({name("crs_number_of_transfers"), "1", "times that it moved some"},
                    kernel.transfers);
    visitor.Level({name("crs_min_slots_transferred"), "packets", "fewest at a time"},
                  kernel.fewest);
    visitor.Level({name("crs_max_slots_transferred"), "packets", "most at a time"}, kernel.most);
    visitor.Counter({name("crsu_number_of_syncs"), "1", "times that the ring was synchronised"},
                    user.transfers);
    visitor.Counter({name("crsu_total_slots_transferred"), "packets", "slots moved by the user"},
                    user.slots);
    visitor.Quotient({name("crsu_slots_per_sync"), "packets", "slots moved by the user per sync"},
                     user.slots,
                     user.transfers);
}

} // namespace nexsim
