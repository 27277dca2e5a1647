// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_FIFO_H
#define NEXSIM_PACKET_FIFO_H

#include "models/base/packet-pool.h"
#include "models/base/prefetch.h"
#include "models/base/tally.h"

namespace nexsim
{

/** @brief An intrusive first-in first-out list of packets; owns what it holds, allocates nothing. */
class PacketFifo
{
  public:
    PacketFifo() = default;
    PacketFifo(const PacketFifo&) = delete;
    PacketFifo& operator=(const PacketFifo&) = delete;

    ~PacketFifo()
    {
        Clear();
    }

    /** @brief Frees what it holds without telling the ledger: for the end of a simulation. */
    void Clear()
    {
        while (!Empty())
        {
            Pop();
        }
    }

    /** @brief Calls f(packet) for each, the oldest first. */
    template <typename F>
    void ForEach(F&& f) const
    {
        for (Packet* packet = m_head; packet != nullptr; packet = packet->next)
        {
            f(*packet);
        }
    }

    bool Empty() const
    {
        return m_head == nullptr;
    }

    /** @brief Packets held. */
    int64_t Size() const
    {
        return m_size;
    }

    /** @brief The packet that Pop would give; the list must not be empty. */
    Packet& Front() const
    {
        return *m_head;
    }

    void Push(PacketPtr packet)
    {
        Packet* raw = packet.Release();
        raw->next = nullptr;
        if (m_head == nullptr)
        {
            m_head = raw;
        }
        else
        {
            m_tail->next = raw;
        }
        m_tail = raw;
        ++m_size;
    }

    /** @brief Takes the oldest packet; the list must not be empty. */
    PacketPtr Pop()
    {
        Packet* raw = m_head;
        m_head = raw->next;
        raw->next = nullptr;
        --m_size;
        return PacketPtr(raw);
    }

    /** @brief The youngest packet; the list must not be empty. */
    Packet& Back() const
    {
        return *m_tail;
    }

    /** @brief `packet` takes the place of the youngest one, which is given back; walks the list. */
    PacketPtr ReplaceBack(PacketPtr packet)
    {
        Packet* const old = m_tail;
        Packet* before = m_head;
        while (before != old && before->next != old)
        {
            before = before->next;
        }
        Packet* raw = packet.Release();
        raw->next = nullptr;
        (before == old ? m_head : before->next) = raw;
        m_tail = raw;
        return PacketPtr(old);
    }

    /** @brief Fetches the packet that Pop would give into the caches. */
    void PrefetchFront() const
    {
        if (m_head != nullptr)
        {
            PrefetchPacket(*m_head);
        }
    }

    /** @brief Fetches what Push will touch into the caches. */
    void PrefetchEnd() const
    {
        if (m_head != nullptr)
        {
            PrefetchLines<1>(m_tail);
        }
    }

    /** @brief Packets and payload bytes held; walks the list. */
    Tally Sum() const
    {
        Tally sum;
        for (const Packet* packet = m_head; packet != nullptr; packet = packet->next)
        {
            sum.Add(*packet);
        }
        return sum;
    }

  private:
    Packet* m_head = nullptr;
    Packet* m_tail = nullptr;
    int64_t m_size = 0;
};

} // namespace nexsim

#endif // NEXSIM_PACKET_FIFO_H
