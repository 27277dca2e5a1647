// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::array<const char*, kPacketOwnerCount> kOwnerNames = {"free",
                                                                    "alloc_ring",
                                                                    "user",
                                                                    "tx_slot",
                                                                    "kernel",
                                                                    "rx_unpublished",
                                                                    "rx_published",
                                                                    "free_ring"};

constexpr unsigned
Bit(PacketOwner owner)
{
    return 1U << static_cast<unsigned>(owner);
}

/**
 * Where a packet may go from each owner: transmit alloc ring, user, TX slot, kernel; receive kernel,
 * RX slot hidden, shown, user, free ring. What was received may be sent. When a channel is purged or
 * gone each goes back to the pool.
 */
constexpr std::array<unsigned, kPacketOwnerCount> kNext = {
    Bit(PacketOwner::AllocRing) | Bit(PacketOwner::Kernel),
    Bit(PacketOwner::User) | Bit(PacketOwner::Free),
    Bit(PacketOwner::TransmitSlot) | Bit(PacketOwner::FreeRing) | Bit(PacketOwner::Free),
    Bit(PacketOwner::Kernel) | Bit(PacketOwner::Free),
    Bit(PacketOwner::ReceiveHidden) | Bit(PacketOwner::Free),
    Bit(PacketOwner::ReceiveShown) | Bit(PacketOwner::Free),
    Bit(PacketOwner::User) | Bit(PacketOwner::Free),
    Bit(PacketOwner::Free)};

/** Owners whose packets are in the table of what is lent to the user. */
constexpr unsigned kLent = Bit(PacketOwner::AllocRing) | Bit(PacketOwner::User) |
                           Bit(PacketOwner::TransmitSlot) | Bit(PacketOwner::ReceiveShown) |
                           Bit(PacketOwner::FreeRing);

const char*
NameOf(PacketOwner owner)
{
    return kOwnerNames[static_cast<size_t>(owner)];
}

} // namespace

void
NexusPool::Configure(const Setup& setup, std::string name, const RunContext* clock)
{
    m_name = std::move(name);
    m_clock = clock;
    PoolRequest memory = setup.memory;
    memory.cachedByCores = Packets(int64_t{setup.cores} * setup.rounds * 2);
    m_slabs.emplace(PoolLayout(memory), setup.inUse);
    m_slabs->Within(setup.host);
    m_magazines.emplace(*m_slabs, setup.cores, setup.rounds);
    if (setup.populate)
    {
        m_slabs->PopulateAll();
    }
    m_counts[static_cast<size_t>(PacketOwner::Free)] = Objects();
    NoteResident();
}

void
NexusPool::NoteResident()
{
    const int64_t resident = m_slabs->Resident() + m_slabs->ResidentMetadata();
    if (resident == m_resident)
    {
        return;
    }
    m_residentTime = ResidentTime();
    m_residentSince = m_clock != nullptr ? m_clock->Now() : SimTime(0);
    m_resident = resident;
    m_mostResident = std::max(m_mostResident, resident);
}

unsigned __int128
NexusPool::ResidentTime() const
{
    const SimTime now = m_clock != nullptr ? m_clock->Now() : SimTime(0);
    return m_residentTime + static_cast<unsigned __int128>(m_resident) *
                                static_cast<unsigned __int128>((now - m_residentSince).Value());
}

void
NexusPool::Check(PoolObject first) const
{
    if (first == 0 || first > m_buffers.size())
    {
        throw std::logic_error(fmt::format("{}: there is no packet {}", m_name, first));
    }
}

void
NexusPool::Change(PoolObject object, PacketOwner from, PacketOwner to)
{
    PacketOwner& owner = m_buffers[object - 1].owner;
    if (owner != from || (kNext[static_cast<size_t>(from)] & Bit(to)) == 0)
    {
        throw std::logic_error(fmt::format("{}: packet {} of {} goes from {} to {}",
                                           m_name,
                                           object,
                                           NameOf(owner),
                                           NameOf(from),
                                           NameOf(to)));
    }
    owner = to;
    --m_counts[static_cast<size_t>(from)];
    ++m_counts[static_cast<size_t>(to)];
    m_loaned += static_cast<int64_t>((kLent & Bit(to)) != 0) -
                static_cast<int64_t>((kLent & Bit(from)) != 0);
}

PoolObject
NexusPool::Allocate(PacketOwner to, uint32_t core, int64_t buffers)
{
    PoolObject first = 0;
    for (int64_t i = 0; i < buffers; ++i)
    {
        const PoolObject object = m_magazines->Allocate(core);
        if (object == 0)
        {
            if (first != 0)
            {
                Free(first, to, core);
            }
            NoteResident();
            return 0;
        }
        if (object > m_buffers.size())
        {
            m_buffers.resize(object);
        }
        Change(object, PacketOwner::Free, to);
        m_buffers[object - 1].next = first;
        first = object;
        ++m_allocations;
    }
    NoteResident();
    return first;
}

void
NexusPool::Join(PoolObject first, PoolObject rest)
{
    Check(first);
    Check(rest);
    PoolObject last = first;
    while (m_buffers[last - 1].next != 0)
    {
        last = m_buffers[last - 1].next;
    }
    m_buffers[last - 1].next = rest;
}

void
NexusPool::Move(PoolObject first, PacketOwner from, PacketOwner to)
{
    Check(first);
    if (from == PacketOwner::Free || to == PacketOwner::Free)
    {
        throw std::logic_error(
            fmt::format("{}: packet {} is moved out of the pool or into it", m_name, first));
    }
    for (PoolObject object = first; object != 0; object = m_buffers[object - 1].next)
    {
        Change(object, from, to);
    }
}

void
NexusPool::Free(PoolObject first, PacketOwner from, uint32_t core)
{
    Check(first);
    while (first != 0)
    {
        const PoolObject next = std::exchange(m_buffers[first - 1].next, 0);
        Change(first, from, PacketOwner::Free);
        m_magazines->Free(first, core);
        ++m_frees;
        first = next;
    }
    NoteResident();
}

void
NexusPool::TearDown(uint32_t core)
{
    if (Count(PacketOwner::Kernel) > 0)
    {
        throw std::logic_error(
            fmt::format("{}: its memory is to go while the kernel has {} packets",
                        m_name,
                        Count(PacketOwner::Kernel)));
    }
    for (PoolObject object = 1; object <= m_buffers.size(); ++object)
    {
        Buffer& buffer = m_buffers[object - 1];
        buffer.next = 0;
        if (buffer.owner != PacketOwner::Free)
        {
            Change(object, buffer.owner, PacketOwner::Free);
            m_magazines->Free(object, core);
            ++m_frees;
        }
    }
    m_magazines->Purge();
    m_slabs->TearDown();
    NoteResident();
}

int64_t
NexusPool::LengthOf(PoolObject first) const
{
    int64_t buffers = 0;
    for (; first != 0; first = m_buffers[first - 1].next)
    {
        ++buffers;
    }
    return buffers;
}

PoolObject
NexusPool::BufferAt(PoolObject first, int64_t place) const
{
    for (; place > 0 && m_buffers[first - 1].next != 0; --place)
    {
        first = m_buffers[first - 1].next;
    }
    return first;
}

int64_t
NexusPool::TakeBuilt()
{
    const int64_t built = m_slabs->Built() - m_builtBefore;
    m_builtBefore = m_slabs->Built();
    return built;
}

std::optional<std::string>
NexusPool::FindError() const
{
    if (const std::optional<std::string> error = m_slabs->FindError())
    {
        return m_name + ": " + *error;
    }
    std::array<int64_t, kPacketOwnerCount> counts{};
    counts[0] = Objects() - static_cast<int64_t>(m_buffers.size());
    int64_t lent = 0;
    for (const Buffer& buffer : m_buffers)
    {
        ++counts[static_cast<size_t>(buffer.owner)];
        lent += static_cast<int64_t>((kLent & Bit(buffer.owner)) != 0);
    }
    const int64_t free = m_slabs->Left() + m_magazines->Cached();
    if (counts == m_counts && lent == m_loaned && free == Count(PacketOwner::Free))
    {
        return std::nullopt;
    }
    std::string text = fmt::format("{}: of {} packets {} are in slabs and magazines, {} lent",
                                   m_name,
                                   Objects(),
                                   free,
                                   m_loaned);
    for (size_t i = 0; i < kPacketOwnerCount; ++i)
    {
        text += fmt::format("; {} {} ({} by count)", kOwnerNames[i], counts[i], m_counts[i]);
    }
    return text;
}

void
NexusPool::ReportMetrics(MetricVisitor& visitor, std::string_view prefix) const
{
    const auto name = [prefix](std::string_view metric) {
        return std::string(prefix).append(metric);
    };
    const PoolSegments& memory = *m_slabs;
    const auto segments = [&memory](SegmentState state) { return memory.Count(state); };
    visitor.Level({name("meminuse"), "B", "memory of buffers: segments mapped or wired"},
                  memory.Resident());
    visitor.Level({name("w_meminuse"), "B", "of it wired"},
                  segments(SegmentState::Wired) * memory.Layout().segment);
    visitor.Level({name("memtotal"), "B", "memory of buffers when all segments are in use"},
                  memory.Layout().segments * memory.Layout().segment);
    visitor.Level({name("metadata_meminuse"), "B", "memory of the kernel's metadata"},
                  memory.ResidentMetadata());
    visitor.TimeAverage({name("resident_mean"), "B", "mean over time of both"}, ResidentTime());
    visitor.Maximum({name("resident_max"), "B", "most of both"}, m_mostResident);
    visitor.Level({name("seginuse"), "1", "segments of buffers that are mapped or wired"},
                  segments(SegmentState::Mapped) + segments(SegmentState::Wired));
    visitor.Level({name("seg_free"), "1", "segments given back whose memory anybody may take"},
                  segments(SegmentState::Free));
    visitor.Counter({name("segments_built"), "1", "segments that got memory, metadata's too"},
                    memory.Built());
    visitor.Counter({name("segments_released"), "1", "segments that gave it up, metadata's too"},
                    memory.Released());
    visitor.Counter({name("alloc"), "packets", "packets taken from the pool"}, m_allocations);
    visitor.Counter({name("free"), "packets", "packets given back to it"}, m_frees);
    visitor.Counter({name("alloc_fail"), "1", "times that there was none (sl_alloc_fail)"},
                    m_magazines->Failures());
    visitor.Counter({name("sl_alloc"), "packets", "packets that came from slabs, not magazines"},
                    m_magazines->SlabAllocations());
    visitor.Level({name("depot_full"), "1", "full magazines in the depot"},
                  m_magazines->DepotFull());
    visitor.Level({name("loaned"), "packets", "packets in the table of what the user has"},
                  m_loaned);
    for (size_t i = 0; i < kPacketOwnerCount; ++i)
    {
        visitor.Level({name(std::string("owner/") + kOwnerNames[i]), "packets", "packets there"},
                      m_counts[i]);
    }
}

} // namespace nexsim
