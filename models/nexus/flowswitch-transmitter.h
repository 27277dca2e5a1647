// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOWSWITCH_TRANSMITTER_H
#define NEXSIM_FLOWSWITCH_TRANSMITTER_H

#include "models/base/packet-fifo.h"
#include "models/base/run-context.h"
#include "models/host/core-work.h"
#include "models/nexus/netif-transmitter.h"

#include <deque>
#include <vector>

namespace nexsim
{

class HostNetwork;
struct FlowswitchFlow;
class SkywalkNexus;

/** @brief What the flow switch has done with the packets that channels send; XNU's names in brackets. */
struct FlowswitchTransmitCounts
{
    int64_t taken = 0;      //!< from transmit rings
    int64_t inBatch = 0;    //!< of these, in batches under way
    int64_t passed = 0;     //!< towards a NIC
    int64_t refused = 0;    //!< the interface had no memory for the copy
    int64_t refusedCut = 0; //!< segments, for all of which of a packet it had not enough
    int64_t batches = 0;    //!< of packets from a ring
    int64_t chains = 0;     //!< of packets of one flow of a batch
    int64_t copied = 0;     //!< packets, as they leave (TxCopyPktToPkt)
    int64_t cut = 0;        //!< packets cut into segments (GSOPackets)
    int64_t cutInto = 0;    //!< these (GSOSegments)
    int64_t aqmDropped = 0; //!< by queues as a packet came to them (TxAQMDrop)
};

/** @brief Why the flow switch drops packets of channels. */
struct FlowswitchTransmitDrops
{
    DropReason* flowNotFound = nullptr; //!< nobody has opened the flow
    DropReason* badId = nullptr;        //!< the flow is another channel's
};

/**
 * @brief What the kernel does with a channel's packets in a sync (XNU: fsw_dp.c, dp_tx_pktq).
 *
 * Batch by batch, one piece of work each: the packets are copied into the driver's memory, then the
 * copies classified, and their flows looked up and verified, so that nothing that the application
 * writes later can matter (US10798224B2). Those of the channel's own flows go flow by flow to the
 * queues of the NIC. Another piece of work rings the doorbell of each NIC that got some.
 */
class FlowswitchTransmitter
{
  public:
    /** @brief Called once. @param channel what the packets' flows must be owned by */
    void Connect(SkywalkNexus& nexus, HostNetwork& network, const PacketSink& channel);

    /**
     * @brief Called once.
     * @param none why packets are dropped for which the interface has no memory
     * @param core of the thread
     */
    void SetMemory(DropReason& none, uint32_t core)
    {
        m_noMemory = &none;
        m_core = core;
    }

    bool HasDoorbell() const
    {
        return !m_doorbells.empty();
    }

    /**
     * @brief Takes the next batch of the ring, which is not empty.
     * @param call of the sync, where this is its first batch; else null
     */
    void BeginBatch(PacketFifo& ring, const Cost* call, CoreWork& work);

    void FinishBatch(SimTime wakeUp);

    void BeginDoorbell(CoreWork& work);
    void FinishDoorbell();

    Tally Held() const
    {
        return m_batch.Sum();
    }

    void Clear();

  private:
    /** @brief What of a batch's work is for one of its packets alone. */
    struct Share
    {
        SimTime copy;
        SimTime classification;
    };

    /** @brief The packets of one flow in a batch. */
    struct Chain
    {
        FlowIndex flow = 0;
        PacketFifo packets;
    };

    bool CutsItself(const Packet& packet) const;
    Share AddWork(const Packet& packet, const FlowswitchFlow*& previous, CoreWork& work);
    void Charge(Packet& packet, const Share& share, SimTime wakeUp) const;
    DropReason* Verify(const Packet& packet) const;
    Chain& ChainOf(FlowIndex flow);
    bool HasMemory(Packet& packet) const;
    bool HaveMemory(PacketFifo& segments);
    void Send(PacketPtr packet);
    void Enqueue(PacketPtr packet);

    SkywalkNexus* m_nexus = nullptr;
    HostNetwork* m_network = nullptr;
    const PacketSink* m_channel = nullptr;
    DropReason* m_noMemory = nullptr;
    uint32_t m_core = 0;
    PacketFifo m_batch; //!< of the piece of work under way
    std::vector<Share> m_shares;
    SimTime m_callSpan; //!< in it
    SimTime m_span;     //!< of it
    std::deque<Chain>
        m_chains; //!< of the batch, in the order of their first packets; the rest idle
    size_t m_chainCount = 0;
    std::deque<NetifTransmitter*> m_doorbells; //!< to be rung
    Doorbell m_doorbell = Doorbell::Inline;    //!< how the first one is
};

} // namespace nexsim

#endif // NEXSIM_FLOWSWITCH_TRANSMITTER_H
