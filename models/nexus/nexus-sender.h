// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_SENDER_H
#define NEXSIM_NEXUS_SENDER_H

#include "models/base/packet-fifo.h"
#include "models/host/core-work.h"

#include <vector>

namespace nexsim
{

class HostNetwork;
class RunContext;
class SkywalkNexus;
class WriteClient;

/**
 * @brief The sending half of a user-space stack: its thread fills slots of the transmit ring and
 * synchronises it (channel_sync), in which the kernel takes them, batch by batch.
 *
 * One piece of work per batch: for the first one also what the stack did for all packets of the
 * sync, and the call itself. The kernel copies, classifies and looks up each packet of a batch; then
 * they go to the NIC.
 */
class NexusSender
{
  public:
    /** @brief Called once. @param slots of the transmit ring, one of which is always empty */
    void Connect(RunContext& run,
                 SkywalkNexus& nexus,
                 HostNetwork& network,
                 const Cost& sync,
                 const Cost& stack,
                 int64_t slots);

    /** @brief The application gives a packet to send. */
    void Push(PacketPtr packet)
    {
        m_waiting.Push(std::move(packet));
    }

    /** @brief Packets that no sync has taken yet. */
    int64_t Waiting() const
    {
        return m_waiting.Size();
    }

    void AddWriter(WriteClient& client)
    {
        m_writers.push_back(&client);
    }

    bool IsInSync() const
    {
        return !m_inRing.Empty();
    }

    /** @brief As NexusReceiver::Begin. */
    bool Begin(CoreWork& work, bool isFresh);

    /** @brief Nothing waits: writers are asked. @return whether one has written */
    bool AskWriters();

    void Finish(SimTime wakeUp);

    Tally Held() const;
    void Clear();

    int64_t Syncs() const
    {
        return m_syncs;
    }

    int64_t Sent() const
    {
        return m_sent;
    }

  private:
    /** @brief What of a batch's work is for one of its packets alone. */
    struct Share
    {
        SimTime copy;
        SimTime classification;
    };

    void BeginSync(CoreWork& work, bool isFresh);

    RunContext* m_run = nullptr;
    SkywalkNexus* m_nexus = nullptr;
    HostNetwork* m_network = nullptr;
    Cost m_sync;
    Cost m_stack;
    int64_t m_slots = 0;
    PacketFifo m_waiting;
    PacketFifo m_inRing;  //!< of the sync under way, no batch has taken them yet
    PacketFifo m_inBatch; //!< of the piece of work under way
    std::vector<Share> m_shares;
    SimTime m_stackSpan; //!< of one packet of the sync under way
    SimTime m_callSpan;
    SimTime m_spans; //!< of the pieces of work of this sync so far
    bool m_isFreshSync = false;
    SimTime m_wakeUp; //!< of this sync
    std::vector<WriteClient*> m_writers;
    size_t m_nextWriter = 0;
    int64_t m_syncs = 0;
    int64_t m_sent = 0;
};

} // namespace nexsim

#endif // NEXSIM_NEXUS_SENDER_H
