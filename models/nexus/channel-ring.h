// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHANNEL_RING_H
#define NEXSIM_CHANNEL_RING_H

#include <cstdint>
#include <stdexcept>

namespace nexsim
{

/** @brief What a ring of a channel carries, and so who fills it. */
enum class RingKind : uint8_t
{
    Transmit, //!< packets of the user for the kernel
    Free,     //!< packets that the user gives back
    Receive,  //!< packets of the kernel for the user
    Alloc     //!< free packets that the kernel lends
};

/** @brief The user has broken the rules of a ring: XNU kills its process. */
class RingViolation : public std::logic_error
{
  public:
    using std::logic_error::logic_error;
};

/** @brief What went over a ring, by transfer; XNU's crs_ and crsu_ statistics since the start. */
struct RingTransfers
{
    int64_t transfers = 0;
    int64_t slots = 0;
    int64_t fewest = 0; //!< slots of the smallest transfer; 0 before the first
    int64_t most = 0;

    void Add(int64_t transferred);
};

/**
 * @brief The state machine of one ring between kernel and user (XNU: __kern_channel_ring).
 *
 * Slots only; what lies in them is its owner's, first in, first out. One slot is always empty. The
 * user moves `head` in shared memory at any time; the kernel sees that, and the user what the kernel
 * has done, only by a sync: BeginSync, then what the kernel does with the ring, then EndSync.
 *
 * Transmit and Free begin with all slots but one the user's to fill; the others begin empty. Slots
 * that the user has emptied are the kernel's again by the next sync, and what the kernel enqueues is
 * visible from the next sync on.
 */
class ChannelRing
{
  public:
    static constexpr uint32_t kMostSlots = 16'384;

    /** @param slots 2 to kMostSlots */
    ChannelRing(RingKind kind, uint32_t slots);

    RingKind Kind() const
    {
        return m_kind;
    }

    /** @brief The most that can be in use: one less than there are slots. */
    uint32_t Limit() const
    {
        return m_slots - 1;
    }

    // The user, in shared memory.

    /** @brief Slots that the user may fill, or empty. */
    uint32_t UserAvailable() const;

    /** @brief Writes head; that it is too far is found by the next sync. @param slots below the ring's */
    void UserAdvance(uint32_t slots);

    /** @brief The ring is new again: what lay in it is gone. Its transfers stay counted. */
    void Restart();

    /** @brief Slots that the user has passed since the last sync. */
    uint32_t Unsynced() const
    {
        return Distance(m_rhead, m_head);
    }

    // The kernel.

    /**
     * @brief The prologue: takes notice of what the user has done.
     * @return slots that the user has filled, or emptied, since the last sync
     * @throws RingViolation when head is out of bounds
     */
    uint32_t BeginSync();

    /** @brief Filled slots that the kernel has not consumed yet; of a ring that the user fills. */
    uint32_t Consumable() const
    {
        return Distance(m_khead, m_rhead);
    }

    /** @brief The kernel is done with so many of these, the oldest: they are the user's next time. */
    void Consume(uint32_t slots);

    /** @brief Slots that the kernel may fill; of a ring that the kernel fills. */
    uint32_t KernelFree() const;

    /**
     * @brief The kernel fills as many slots as there are, at any time.
     * @return how many; the rest is the caller's to drop
     */
    uint32_t Enqueue(uint32_t slots);

    /**
     * @brief The finale: the user sees what the kernel has done.
     * @return slots that become visible, of a ring that the kernel fills; else slots given back
     */
    uint32_t EndSync();

    /** @brief Filled and not yet emptied by what the kernel knows, or free of a Transmit or Free ring. */
    uint32_t ReadySlots() const;

    /** @brief What the kernel has moved (crs_). */
    const RingTransfers& KernelTransfers() const
    {
        return m_byKernel;
    }

    /** @brief What the user has moved, by sync (crsu_). */
    const RingTransfers& UserTransfers() const
    {
        return m_byUser;
    }

  private:
    bool IsFilledByUser() const
    {
        return m_kind == RingKind::Transmit || m_kind == RingKind::Free;
    }

    /** From one index forward to another. */
    uint32_t Distance(uint32_t from, uint32_t to) const
    {
        return to >= from ? to - from : to + m_slots - from;
    }

    uint32_t Forward(uint32_t index, uint32_t slots) const
    {
        return (index + slots) % m_slots;
    }

    RingKind m_kind;
    uint32_t m_slots;
    uint32_t m_khead = 0; //!< oldest slot in use
    uint32_t m_ktail;     //!< one beyond the last slot that is the user's, or filled
    uint32_t m_rhead = 0; //!< head as the kernel saw it last
    uint32_t m_rtail;     //!< tail as the user was told last
    uint32_t m_head = 0;  //!< the user's
    uint32_t m_uhead = 0; //!< khead as the user was told last
    RingTransfers m_byKernel;
    RingTransfers m_byUser;
};

} // namespace nexsim

#endif // NEXSIM_CHANNEL_RING_H
