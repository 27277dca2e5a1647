// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_POOL_H
#define NEXSIM_NEXUS_POOL_H

#include "models/base/metric-visitor.h"
#include "models/base/run-context.h"
#include "models/nexus/pool-magazines.h"

#include <array>
#include <string_view>

namespace nexsim
{

class NetworkMemory;

/** @brief Who has a packet of a pool: one token each. */
enum class PacketOwner : uint8_t
{
    Free,          //!< in the slabs or a magazine
    AllocRing,     //!< lent to the user, not claimed yet
    User,          //!< held by the user, claimed or received
    TransmitSlot,  //!< in a TX slot, not yet seen by the kernel
    Kernel,        //!< source of a copy on transmit, destination on receive, or a device's
    ReceiveHidden, //!< in an RX slot, not visible to the user yet
    ReceiveShown,
    FreeRing //!< given back, not yet seen by the kernel
};

inline constexpr size_t kPacketOwnerCount = 8;

/**
 * @brief A pool of packets: memory, magazines, and who has each packet (XNU: kern_pbufpool).
 *
 * A packet moves from owner to owner; a move that the life of a packet does not have is an error.
 * At any instant the packets that there are equal the sum over owners, and the table of packets that
 * are lent to the user the sum over those owners whose packets are. A packet larger than a buffer is
 * a chain of buffers, each of which counts.
 */
class NexusPool
{
  public:
    struct Setup
    {
        PoolRequest memory; //!< cachedByCores is filled in here
        SegmentState inUse = SegmentState::Wired;
        uint32_t cores = 1;
        uint32_t rounds = 14;          //!< of a magazine; 0 for none
        bool populate = false;         //!< all memory from the beginning, for good
        NetworkMemory* host = nullptr; //!< what its memory is taken from; null: without limit
    };

    /**
     * @brief Before all else.
     * @param name for messages
     * @param clock what means over time go by; null: there are none
     */
    void Configure(const Setup& setup, std::string name, const RunContext* clock = nullptr);

    /**
     * @brief A packet, for its new owner, AllocRing or Kernel, in so many buffers.
     * @return its first buffer; 0 when there are not as many
     */
    PoolObject Allocate(PacketOwner to, uint32_t core, int64_t buffers = 1);

    /** @brief The buffers of `rest` become further ones of `first`; both have the same owner. */
    void Join(PoolObject first, PoolObject rest);

    /** @brief From owner to owner; neither is Free. @throws std::logic_error when that may not be */
    void Move(PoolObject first, PacketOwner from, PacketOwner to);

    /** @brief Back to the pool, each buffer of it. @throws as Move */
    void Free(PoolObject first, PacketOwner from, uint32_t core);

    /** @brief The buffer of a packet at a place counted from 0; the last one beyond that. */
    PoolObject BufferAt(PoolObject first, int64_t place) const;

    /** @brief Buffers that it is in. */
    int64_t LengthOf(PoolObject first) const;

    /** @brief Buffers that a packet of so many bytes takes. */
    int64_t BuffersFor(int64_t bytes) const
    {
        const int64_t buffer = Memory().Layout().object;
        return (bytes + buffer - 1) / buffer;
    }

    /** @brief Segments built since the last call, which somebody has to pay for. */
    int64_t TakeBuilt();

    /** @brief Magazines are emptied and memory without packets goes. */
    void Purge()
    {
        m_magazines->Purge();
        NoteResident();
    }

    /** @brief All memory from now on, until TearDown: what a static pool does. */
    void Populate()
    {
        m_slabs->PopulateAll();
        NoteResident();
    }

    /**
     * @brief Whatever the user and the rings have goes back, and all memory with it.
     * @throws std::logic_error when the kernel has a packet
     */
    void TearDown(uint32_t core);

    /** @brief Bytes of buffers and metadata that have memory. */
    int64_t Resident() const
    {
        return m_resident;
    }

    /** @brief The magazines of the depot go. */
    void Prune()
    {
        m_magazines->Prune();
        NoteResident();
    }

    /** @brief Full magazines that were not needed go. */
    void Trim()
    {
        m_magazines->Trim();
        NoteResident();
    }

    /** @brief Free packets that magazines of the depot keep. */
    bool HasDepot() const
    {
        return m_magazines->DepotFull() > 0;
    }

    /** @brief Maxima start anew. */
    void BeginMeasurement()
    {
        m_mostResident = m_resident;
    }

    int64_t Objects() const
    {
        return m_slabs->Layout().Objects();
    }

    int64_t Count(PacketOwner owner) const
    {
        return m_counts[static_cast<size_t>(owner)];
    }

    /** @brief Packets in the table of what is lent to the user. */
    int64_t Loaned() const
    {
        return m_loaned;
    }

    /** @brief See PoolSegments. */
    void TellUnmapped(MappingListener* listener)
    {
        m_slabs->TellUnmapped(listener);
    }

    const PoolSegments& Memory() const
    {
        return *m_slabs;
    }

    /** @brief What is wrong with its books, if anything is. */
    std::optional<std::string> FindError() const;

    /** @brief Under the names of XNU where it has one. @param prefix such as "pool/" */
    void ReportMetrics(MetricVisitor& visitor, std::string_view prefix) const;

  private:
    struct Buffer
    {
        PacketOwner owner = PacketOwner::Free;
        PoolObject next = 0; //!< of the same packet; 0 for none
    };

    void Check(PoolObject first) const;
    void NoteResident();
    unsigned __int128 ResidentTime() const;
    void Change(PoolObject object, PacketOwner from, PacketOwner to);

    std::string m_name;
    std::optional<PoolSegments> m_slabs;
    std::optional<PoolMagazines> m_magazines;
    std::vector<Buffer> m_buffers; //!< that have been out
    std::array<int64_t, kPacketOwnerCount> m_counts{};
    int64_t m_loaned = 0;
    int64_t m_allocations = 0;
    int64_t m_frees = 0;
    int64_t m_builtBefore = 0;
    const RunContext* m_clock = nullptr;
    int64_t m_resident = 0; //!< bytes of buffers and metadata
    int64_t m_mostResident = 0;
    SimTime m_residentSince;
    unsigned __int128 m_residentTime = 0; //!< bytes x picoseconds up to then
};

} // namespace nexsim

#endif // NEXSIM_NEXUS_POOL_H
