// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_POOL_H
#define NEXSIM_PACKET_POOL_H

#include "models/base/packet.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace nexsim
{

class PacketPool;

/**
 * @brief Owns one packet; move-only, so a signature shows who holds a packet.
 *
 * Destroying a non-empty PacketPtr returns the slot without telling the ledger, which then does not
 * balance at the end of the run: a packet ends through Ledger::Deliver, Drop or a conversion.
 */
class PacketPtr
{
  public:
    PacketPtr() = default;

    explicit PacketPtr(Packet* packet) : m_packet(packet) {}

    PacketPtr(PacketPtr&& other) noexcept : m_packet(std::exchange(other.m_packet, nullptr)) {}

    PacketPtr& operator=(PacketPtr&& other) noexcept
    {
        Packet* const taken = std::exchange(other.m_packet, nullptr);
        const PacketPtr old(std::exchange(m_packet, taken));
        return *this;
    }

    PacketPtr(const PacketPtr&) = delete;
    PacketPtr& operator=(const PacketPtr&) = delete;

    ~PacketPtr()
    {
        if (m_packet != nullptr)
        {
            Reset();
        }
    }

    /** @brief Gives the packet up, for an intrusive container that takes it. */
    Packet* Release()
    {
        return std::exchange(m_packet, nullptr);
    }

    Packet* Get() const
    {
        return m_packet;
    }

    Packet& operator*() const
    {
        return *m_packet;
    }

    Packet* operator->() const
    {
        return m_packet;
    }

    explicit operator bool() const
    {
        return m_packet != nullptr;
    }

  private:
    void Reset();

    Packet* m_packet = nullptr;
};

/** @brief A free list of packet slots in 64 KiB chunks; slots are reused last in, first out. */
class PacketPool
{
  public:
    PacketPool() = default;
    PacketPool(const PacketPool&) = delete;
    PacketPool& operator=(const PacketPool&) = delete;
    ~PacketPool();

    /** @brief A packet with every field of its hot part zero, one segment. */
    PacketPtr Allocate()
    {
        if (m_free == nullptr)
        {
            Grow();
        }
        Packet* packet = m_free;
        m_free = packet->next;
        ++m_live;
        *packet = Packet{};
        packet->segments = 1;
        return PacketPtr(packet);
    }

    /** @brief A packet equal to another in all of its slot but the payload, which is null. */
    PacketPtr AllocateCopy(const Packet& original)
    {
        PacketPtr copy = Allocate();
        Packet* raw = copy.Get();
        reinterpret_cast<PacketSlot&>(*raw) = reinterpret_cast<const PacketSlot&>(original);
        raw->next = nullptr;
        raw->payload = nullptr;
        return copy;
    }

    /** @brief Packets that are out. */
    size_t Live() const
    {
        return m_live;
    }

    /** @brief Slots that exist, in use or free. */
    size_t Capacity() const;

  private:
    friend class PacketPtr;

    static constexpr size_t kChunkBytes = 64 * 1024;
    static constexpr size_t kSlotsPerChunk = kChunkBytes / sizeof(PacketSlot) - 1;

    struct Chunk
    {
        PacketPool* owner; //!< found from any slot by the chunk's alignment
        alignas(64) PacketSlot slots[kSlotsPerChunk];
    };

    static PacketPool& OwnerOf(const Packet* packet)
    {
        const auto address = reinterpret_cast<uintptr_t>(packet) & ~uintptr_t{kChunkBytes - 1};
        return *reinterpret_cast<const Chunk*>(address)->owner;
    }

    void Free(Packet* packet)
    {
        if (packet->payload != nullptr)
        {
            delete packet->payload;
        }
        packet->next = m_free;
        m_free = packet;
        --m_live;
    }

    void Grow();

    Packet* m_free = nullptr;
    size_t m_live = 0;
    std::vector<Chunk*> m_chunks;
};

inline void
PacketPtr::Reset()
{
    PacketPool::OwnerOf(m_packet).Free(m_packet);
    m_packet = nullptr;
}

} // namespace nexsim

#endif // NEXSIM_PACKET_POOL_H
