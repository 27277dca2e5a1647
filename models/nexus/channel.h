// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHANNEL_H
#define NEXSIM_CHANNEL_H

#include "models/base/packet-fifo.h"

#include <cstdint>

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
        m_slots = slots;
    }

    /** @brief Slots that the kernel may fill. */
    int64_t Free() const
    {
        return m_slots - 1 - m_hidden.Size() - m_visible.Size() - m_emptied;
    }

    /** @brief The kernel fills a slot; one must be free. */
    void Enqueue(PacketPtr packet)
    {
        m_hidden.Push(std::move(packet));
    }

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
        ++m_emptied;
        return m_visible.Pop();
    }

    Tally Held() const;
    void Clear();

  private:
    int64_t m_slots = 2;
    PacketFifo m_hidden;   //!< from the kernel, since the last sync
    PacketFifo m_visible;  //!< to the user
    int64_t m_emptied = 0; //!< by the user, since the last sync
};

} // namespace nexsim

#endif // NEXSIM_CHANNEL_H
