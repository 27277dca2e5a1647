// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_RECEIVER_H
#define NEXSIM_NEXUS_RECEIVER_H

#include "models/base/packet-fifo.h"
#include "models/host/core-work.h"
#include "models/nexus/receive-ring.h"

namespace nexsim
{

class CopyEngine;
class Processor;
class RunContext;
struct DropReason;

/**
 * @brief The receiving half of a user-space stack: what its thread does with its receive ring.
 *
 * An event (kevent), which synchronises the ring, then one piece of work per packet.
 */
class NexusReceiver
{
  public:
    /** @brief Why it drops packets. */
    struct Drops
    {
        DropReason* full = nullptr;       //!< packets that find no slot
        DropReason* incomplete = nullptr; //!< fragments of datagrams whose others found none
    };

    /** @brief Called once. @param pathHash of the datapath */
    void Connect(RunContext& run,
                 Processor& processor,
                 CopyEngine& copies,
                 const Cost& event,
                 const Cost& stack,
                 const Drops& drops,
                 uint64_t pathHash);

    ReceiveRing& Ring()
    {
        return m_ring;
    }

    const ReceiveRing& Ring() const
    {
        return m_ring;
    }

    /** @brief Packets lie in this memory. @param sync of a call that empties the free ring */
    void SetMemory(ChannelMemory& memory, const Cost& sync)
    {
        m_memory = &memory;
        m_sync = sync;
        m_ring.SetMemory(&memory);
    }

    /** @brief The kernel enqueues packets; what finds no slot is dropped. */
    void Receive(PacketFifo& packets);

    /** @brief Whether the thread is in the middle of what an event has shown it. */
    bool IsInEvent() const
    {
        return m_ring.HasVisible();
    }

    /**
     * @brief The next piece of work of the thread.
     * @param isFresh nothing but the wake-up has kept the waiting packets so far
     * @return false when there is none
     */
    bool Begin(CoreWork& work, bool isFresh);

    void Finish(SimTime wakeUp);

    /**
     * @brief The channel is defunct: its packets are dropped, that of the work under way with its end.
     * @return whether there is such a one, whose reader sees zeros from now on
     */
    bool Abandon(DropReason& reason);

    /** @brief Whether the piece of work under way is for a packet. */
    bool HasInWork() const
    {
        return !m_inWork.Empty();
    }

    Tally Held() const;
    void Clear();

    int64_t Events() const
    {
        return m_events;
    }

    /** @brief Packets, a merged one as one. */
    int64_t Received() const
    {
        return m_received;
    }

  private:
    PacketPtr Assemble(PacketPtr fragment);
    void DropPartial();

    RunContext* m_run = nullptr;
    Processor* m_processor = nullptr;
    CopyEngine* m_copies = nullptr;
    Cost m_event;
    Cost m_stack;
    Drops m_drops;
    uint64_t m_pathHash = 0;
    ReceiveRing m_ring;
    ChannelMemory* m_memory = nullptr; //!< null: memory does not count
    Cost m_sync;
    bool m_isShort = false;       //!< packets have found no slot since the last event
    PacketFifo m_inWork;          //!< the packet of the piece of work under way
    DropReason* m_lost = nullptr; //!< why that packet will be dropped; null: it will not
    PacketFifo m_partial;         //!< fragments of a datagram, from its first one on
    SimTime m_eventSpan;          //!< in the piece of work under way
    SimTime m_span;               //!< of it
    int64_t m_events = 0;
    int64_t m_received = 0;
};

} // namespace nexsim

#endif // NEXSIM_NEXUS_RECEIVER_H
