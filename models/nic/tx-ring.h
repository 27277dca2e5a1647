// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TX_RING_H
#define NEXSIM_TX_RING_H

#include "models/base/blueprint.h"
#include "models/nic/interrupt-moderation.h"
#include "models/nic/pcie.h"
#include "models/nic/rx-queue.h"

#include <list>

namespace nexsim
{

/** @brief The NIC above its transmit ring. */
class TxRingOwner
{
  public:
    virtual ~TxRingOwner() = default;

    /** @brief Packets that could not be sent before may be now. */
    virtual void OnTxReady() = 0;

    /** @brief Descriptors are free that were not before. */
    virtual void OnTxFree() = 0;
};

/** @brief What a transmit ring models beside its descriptors. */
struct TxRingSetup
{
    Packets descriptors{256};
    SimTime flight;            //!< from the store to a doorbell until the NIC sees it
    bool cutsSegments = false; //!< packets of several segments are cut here
    Pcie* dma = nullptr;       //!< null: data is in the NIC at once
    Blueprint completion;      //!< an InterruptModeration; empty: free as transmission starts
};

/**
 * @brief The transmit ring of a NIC: descriptors, doorbells, DMA, segmentation, completions.
 *
 * A packet takes a descriptor (Post); the NIC knows of it once a doorbell has been rung for it,
 * fetches the descriptor, then the data, in order. A packet of several segments is cut as it leaves
 * the ring: each segment is read, and sent, on its own. The descriptor is done when transmission of
 * the packet's last segment starts; it is free at once or with the next completion.
 */
class TxRing : private InterruptLine
{
  public:
    /** @brief Called once. @param nic the client's number for the NIC */
    void Connect(TxRingOwner& owner, NicClient& client, uint32_t nic);

    /** @brief Called once, after Connect; the setup's DMA engine is attached already. */
    void Attach(const Component& owner, const TxRingSetup& setup);

    bool Full() const
    {
        return m_used >= m_setup.descriptors.Value();
    }

    /** @brief Descriptors in use. */
    Packets Used() const
    {
        return Packets(m_used);
    }

    /** @brief The ring must not be full; the NIC does not know of the packet before a doorbell. */
    void Post(PacketPtr packet)
    {
        ++m_used;
        ++m_unrung;
        m_ring.Push(std::move(packet));
    }

    /**
     * @brief One store by the host for all packets posted since the last one.
     * @return false where there are none
     */
    bool RingDoorbell()
    {
        if (m_unrung == 0)
        {
            return false;
        }
        Ring();
        return true;
    }

    /** @brief Whether Next would give a packet. */
    bool HasNext() const
    {
        return m_setup.dma != nullptr ? !m_ready.Empty() : m_seen > 0 || !m_segments.Empty();
    }

    /** @brief The next packet for the wire, whose transmission starts now; null for none. */
    PacketPtr Next();

    /** @brief See DmaClient. */
    void OnFetched(int64_t descriptors);

    /** @brief See DmaClient. */
    void OnRead(PacketPtr packet);

    /** @brief Empties the ring: calls drop(packet) for each packet, the oldest first. */
    template <typename Drop>
    void DropAll(Drop&& drop)
    {
        PacketFifo reading;
        Forget(reading);
        for (PacketFifo* packets : {&m_ready, &reading, &m_segments, &m_ring})
        {
            while (!packets->Empty())
            {
                drop(packets->Pop());
            }
        }
    }

    /** @brief What is here; what is being read the DMA engine holds. */
    Tally Held() const;

    void ReportMetrics(MetricVisitor& visitor) const;

    /** @brief For the end of a simulation. */
    void Clear();

  private:
    struct Rung
    {
        SimTime seenAt;
        int64_t packets;
    };

    void Raise() override;
    void Poll() override;
    void Ring();
    void OnSeen();
    void See(int64_t packets);
    void FetchAndRead();
    void TakeFromRing();
    PacketPtr NextInMemory();
    void FinishDescriptor(int64_t bytes);
    void OnDone();
    void Complete();
    void Forget(PacketFifo& reading);

    // What every packet touches comes first, and together.
    PacketFifo m_ring;     //!< descriptors whose packets have not left for the NIC
    PacketFifo m_segments; //!< of the packet that is leaving
    PacketFifo m_ready;    //!< with a DMA engine: read, not yet on the wire
    int64_t m_used = 0;    //!< descriptors
    int64_t m_unrung = 0;  //!< posted since the last doorbell
    int64_t m_seen = 0;    //!< the NIC knows of, descriptor not fetched
    int64_t m_fetched = 0; //!< descriptor fetched, packet still in m_ring
    int64_t m_posted = 0;
    ns3::Ptr<InterruptModeration> m_completion; //!< null where none is asked
    bool m_isWhole = true; //!< nothing of the packet that is leaving has been read
    TxRingSetup m_setup;
    const Component* m_owner = nullptr;
    TxRingOwner* m_told = nullptr;
    int64_t m_doorbells = 0;

    NicClient* m_client = nullptr;
    uint32_t m_nic = 0;
    std::list<int64_t> m_partsLeft; //!< by descriptor that has left: segments not on the wire
    std::list<Rung> m_rung;         //!< doorbells in flight
    Timer m_flight;
    Timer m_doneTimer;
    int64_t m_done = 0; //!< descriptors that are done and not yet free
    int64_t m_doneBytes = 0;
    int64_t m_cut = 0;
    int64_t m_made = 0;
    int64_t m_completions = 0;
};

} // namespace nexsim

#endif // NEXSIM_TX_RING_H
