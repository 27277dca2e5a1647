// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_SENDER_H
#define NEXSIM_NEXUS_SENDER_H

#include "models/base/packet-fifo.h"
#include "models/host/core-work.h"
#include "models/nexus/channel-advice.h"
#include "models/nexus/flowswitch-transmitter.h"
#include "models/nexus/transmit-memory.h"

#include <optional>
#include <vector>

namespace nexsim
{

class HostNetwork;
class RunContext;
class SkywalkNexus;
class WriteClient;

/** @brief What a user-space stack needs to send. */
struct NexusSenderSetup
{
    Cost sync;                           //!< a call of channel_sync
    Cost stack;                          //!< the stack's work on a packet
    Cost read;                           //!< of an entry of the flow advisory table
    int64_t slots = 2;                   //!< of the transmit ring, one of which is always empty
    int64_t syncBatch = 1;               //!< packets that a sync takes at most, 1 to slots - 1
    const PacketSink* channel = nullptr; //!< whose flows they must be
};

/**
 * @brief The sending half of a user-space stack: its thread fills slots of the transmit ring and
 * synchronises it (channel_sync), in which the kernel takes them, batch by batch.
 *
 * One piece of work is what the stack does for all packets of a sync; then come those of
 * FlowswitchTransmitter, the first one with the call. Where the path to the NIC cuts large TCP
 * packets, the stack makes one of what TCP gives at once, up to the nexus's GsoSize.
 */
class NexusSender
{
  public:
    /** @brief Called once. */
    void Connect(SkywalkNexus& nexus,
                 HostNetwork& network,
                 ChannelAdvice& advice,
                 const NexusSenderSetup& setup);

    /** @brief Called once, after Connect: memory counts. */
    void SetMemory(const TransmitMemory& memory)
    {
        m_memory = memory;
    }

    /** @brief There may be memory again. */
    void Unblock()
    {
        m_isBlocked = false;
    }

    /** @brief Whether what it has waits for memory. */
    bool IsBlocked() const
    {
        return m_isBlocked;
    }

    const ChannelRing& Slots() const
    {
        return *m_slots;
    }

    /** @brief The application gives a packet to send. */
    void Push(PacketPtr packet)
    {
        m_waiting.Push(std::move(packet));
    }

    /** @brief Packets that no sync has taken yet. */
    int64_t Waiting() const
    {
        return m_waiting.Size() + m_advice->HeldPackets();
    }

    void AddWriter(WriteClient& client)
    {
        m_writers.push_back(&client);
    }

    bool IsInSync() const
    {
        return !m_inRing.Empty() || m_switch.IsChecked() || m_switch.HasDoorbell();
    }

    /** @brief As NexusReceiver::Begin. */
    bool Begin(CoreWork& work, bool isFresh);

    /** @brief Nothing waits: writers are asked. @return whether one has written */
    bool AskWriters();

    void Finish(SimTime wakeUp);

    /**
     * @brief Whether the thread is in a call that sends, in a piece of its work or between two.
     * @param isAtWork whether a piece of this sender's work is under way
     */
    bool IsInCall(bool isAtWork) const
    {
        return m_switch.HasDoorbell() || m_switch.IsChecked() ||
               (m_doing != Doing::Stack && (isAtWork || !m_inRing.Empty()));
    }

    /** @brief The channel is defunct, and no call under way: filled slots are lost. */
    void Abandon(DropReason& reason);

    Tally Held() const;
    void Clear();

    /** @brief The thread will look for something to send soon: fetches what tells it. */
    void Prefetch() const
    {
        PrefetchLines<2>(&m_doing);
    }

    int64_t Syncs() const
    {
        return m_syncs;
    }

    /** @brief Packets that syncs have taken, one of several segments as one. */
    int64_t Sent() const
    {
        return m_sent;
    }

    /** @brief Packets for which calls found no memory (ENOMEM). */
    int64_t NoMemory() const
    {
        return m_noMemory;
    }

  private:
    enum class Doing : uint8_t
    {
        Stack,
        Batch,
        Doorbell
    };

    bool BeginStack(CoreWork& work, bool isFresh);
    void TakeReleased();
    bool IsAdmissible(const Packet& packet, CoreWork& work);
    PoolObject Claim(int64_t buffers, int64_t& calls);
    bool ClaimFor(const Packet& next, bool joins, int64_t& calls);
    void AddCalls(int64_t calls, CoreWork& work);
    void FillSlot(PacketPtr packet, bool joins, SimTime read, CoreWork& work);
    void FinishStack(SimTime wakeUp);
    void FinishBatch(SimTime wakeUp);

    RunContext* m_run = nullptr;
    SkywalkNexus* m_nexus = nullptr;
    ChannelAdvice* m_advice = nullptr;
    NexusSenderSetup m_setup;
    FlowswitchTransmitter m_switch;
    TransmitMemory m_memory;
    std::optional<ChannelRing> m_slots;
    Doing m_doing = Doing::Stack; //!< in the piece of work under way
    PacketFifo m_waiting;
    PacketFifo m_inRing;                //!< filled slots
    std::vector<SimTime> m_stackShares; //!< of the packets in them, of the stack's work under way
    SimTime m_stackSpan;                //!< of that work
    SimTime m_callSpan;                 //!< in that work, of calls for memory
    bool m_isBlocked = false;           //!< there was no memory
    bool m_isCallDue = false;           //!< the slots are filled, and the call has not begun
    std::vector<WriteClient*> m_writers;
    size_t m_nextWriter = 0;
    int64_t m_syncs = 0;
    int64_t m_sent = 0;
    int64_t m_noMemory = 0;
};

} // namespace nexsim

#endif // NEXSIM_NEXUS_SENDER_H
