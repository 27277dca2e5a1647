// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOWSWITCH_TRANSMITTER_H
#define NEXSIM_FLOWSWITCH_TRANSMITTER_H

#include "models/base/packet-fifo.h"
#include "models/base/run-context.h"
#include "models/host/core-work.h"
#include "models/nexus/netif-transmitter.h"
#include "models/nexus/transmit-memory.h"

#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace nexsim
{

class HostNetwork;
class PacketForger;
class SkywalkNexus;

/** @brief What the flow switch has done with the packets that channels send; XNU's names in brackets. */
struct FlowswitchTransmitCounts
{
    int64_t taken = 0;        //!< from transmit rings
    int64_t inBatch = 0;      //!< of these, in batches under way
    int64_t passed = 0;       //!< towards a NIC
    int64_t batches = 0;      //!< of packets from a ring
    int64_t lookUps = 0;      //!< of packets' flows
    int64_t previousHits = 0; //!< of these, answered by the packet before in the batch
    int64_t chains = 0;       //!< of packets of one flow of a batch
    int64_t copied = 0;       //!< packets, as they leave (TxCopyPktToPkt)
    int64_t cut = 0;          //!< packets cut into segments (GSOPackets)
    int64_t cutInto = 0;      //!< these (GSOSegments)
    int64_t noMemory = 0;     //!< for the copy, of an interface (DropNoMemPkt)
    int64_t aqmDropped = 0;   //!< by queues as a packet came to them (TxAQMDrop)
};

/** @brief On what the flow switch verifies that a packet is of the channel's own flows. */
enum class Verification : uint8_t
{
    Copy,         //!< on its copy, which the application cannot reach (US10798224B2)
    SharedMemory, //!< where the application has written it and may still write; what passes is copied
    None          //!< on nothing: whatever it is, it is copied
};

/** @brief Why the flow switch drops packets of channels. */
struct FlowswitchTransmitDrops
{
    DropReason* flowNotFound = nullptr; //!< nobody has opened the flow
    DropReason* badId = nullptr;        //!< the flow is another channel's
    DropReason* fragment = nullptr;     //!< not the first one, and that was not before it
};

/**
 * @brief What the kernel does with a channel's packets in a sync (XNU: fsw_dp.c, dp_tx_pktq).
 *
 * Batch by batch, one piece of work each: the packets are copied into the driver's memory, then the
 * copies classified, and their flows looked up and verified, so that nothing that the application
 * writes later can matter (US10798224B2). Those of the channel's own flows go flow by flow to the
 * queues of the NIC. Another piece of work rings the doorbell of each NIC that got some.
 *
 * For comparison (Verification): with SharedMemory a batch is two pieces of work, first the verdict on
 * what lies in the ring, then the copies of what passed; with None it is copied, in the ring's order.
 */
class FlowswitchTransmitter
{
  public:
    /**
     * @brief Called once.
     * @param channel what the packets' flows must be owned by
     * @param memory of the packets in its ring
     */
    void Connect(SkywalkNexus& nexus,
                 HostNetwork& network,
                 const PacketSink& channel,
                 TransmitMemory& memory);

    bool HasDoorbell() const
    {
        return !m_doorbells.empty();
    }

    /**
     * @brief Takes the next batch of the ring, which is not empty.
     * @param call of the sync, where this is its first batch; else null
     */
    void BeginBatch(PacketFifo& ring, const Cost* call, CoreWork& work);

    /** @return the number of packets that the batch took from the ring; 0 when IsChecked now */
    uint32_t FinishBatch(SimTime wakeUp);

    /** @brief A batch is verified where it lies, and its copies are the next piece of work. */
    bool IsChecked() const
    {
        return m_isChecked;
    }

    void BeginCopies(CoreWork& work);

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
    void TakeSource();
    PacketPtr TakeMemory(PacketPtr packet);
    void AddWork(const Packet& packet, const Packet* previous, CoreWork& work);
    void AddCopy(const Packet& packet, Share& share, CoreWork& work);
    void AddCheck(const Packet& packet, const Packet* previous, Share& share, CoreWork& work);
    void FinishCheck(SimTime wakeUp);
    SimTime CopiedAt() const;
    PacketForger* ForgerOf(const Packet& packet) const;
    PacketPtr Read(PacketPtr packet, SimTime at) const;
    PacketPtr Check(PacketPtr packet);
    void Leave(Packet& packet) const;
    void Charge(Packet& packet, const Share& share, SimTime wakeUp) const;
    DropReason* Verify(const Packet& packet);
    Chain& ChainOf(FlowIndex flow);
    void Send(PacketPtr packet);
    void Enqueue(PacketPtr packet);

    SkywalkNexus* m_nexus = nullptr;
    HostNetwork* m_network = nullptr;
    const PacketSink* m_channel = nullptr;
    TransmitMemory* m_memory = nullptr;
    std::vector<PoolObject> m_sources; //!< memory of the channel's, which the batch is copied from
    uint32_t m_taken = 0;              //!< from the ring, by the batch
    PacketFifo m_batch;                //!< of the piece of work under way
    std::vector<Share> m_shares;
    bool m_isChecked = false; //!< the batch, where it lies
    bool m_isCopying = false; //!< what was checked so
    std::optional<std::pair<FlowIndex, uint32_t>>
        m_begun;        //!< flow and datagram of the fragment verified last, if nothing came since
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
