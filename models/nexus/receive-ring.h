// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECEIVE_RING_H
#define NEXSIM_RECEIVE_RING_H

#include "models/base/packet-fifo.h"
#include "models/nexus/channel-memory.h"
#include "models/nexus/channel-ring.h"

#include <cstdint>
#include <optional>

namespace nexsim
{

/**
 * @brief The receive ring between the kernel and a user-space stack (XNU: an RX kring).
 *
 * What the kernel enqueues the user sees from its next sync on, and the slots that it has emptied
 * the kernel has again from then on. One slot is always empty.
 */
class ReceiveRing
{
  public:
    /** @param slots 2 and above */
    void SetSlots(int64_t slots)
    {
        m_ring.emplace(RingKind::Receive, static_cast<uint32_t>(slots));
    }

    /** @brief Its packets lie in this memory; null: in none that counts. */
    void SetMemory(ChannelMemory* memory)
    {
        m_memory = memory;
    }

    /** @brief The kernel fills slots with as many packets as find one; the rest stays. */
    void Enqueue(PacketFifo& packets);

    /** @brief Whether a sync would show the user something. */
    bool HasHidden() const
    {
        return !m_hidden.Empty();
    }

    /** @brief What the kernel has enqueued becomes visible, what the user has emptied free. */
    void Sync();

    bool HasVisible() const
    {
        return !m_visible.Empty();
    }

    /** @brief The user empties a slot; there must be a visible one. */
    PacketPtr Take()
    {
        m_ring->UserAdvance(1);
        PacketPtr packet = m_visible.Pop();
        Move(*packet, PacketOwner::ReceiveShown, PacketOwner::User);
        return packet;
    }

    /** @brief Its packets, which nobody will read any more; what the user could see stays lent. */
    void Abandon(PacketFifo& packets);

    const ChannelRing& Slots() const
    {
        return *m_ring;
    }

    /** @brief What is wrong with its books, if anything is. */
    std::optional<std::string> FindError() const;

    Tally Held() const;
    void Clear();

  private:
    void Move(const Packet& packet, PacketOwner from, PacketOwner to)
    {
        if (m_memory != nullptr)
        {
            m_memory->Pool().Move(TransportOf(packet).poolBuffer, from, to);
        }
    }

    std::optional<ChannelRing> m_ring;
    ChannelMemory* m_memory = nullptr;
    PacketFifo m_hidden;  //!< from the kernel, since the last sync
    PacketFifo m_visible; //!< to the user
};

} // namespace nexsim

#endif // NEXSIM_RECEIVE_RING_H
