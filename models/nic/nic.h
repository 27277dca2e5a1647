// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NIC_H
#define NEXSIM_NIC_H

#include "models/base/packet-receiver.h"
#include "models/link/transmitter.h"
#include "models/nic/frame-device.h"
#include "models/nic/pcie.h"
#include "models/nic/receive-side-scaling.h"
#include "models/nic/rsc.h"
#include "models/nic/rx-queue.h"
#include "models/nic/tx-ring.h"
#include "models/queue/queue-set.h"

#include <memory>

namespace nexsim
{

/** @brief Whether a sender has more packets for the NIC at once, so that the doorbell can wait. */
enum class More : uint8_t
{
    No,
    Yes
};

/**
 * @brief A network interface: queues of the host's kernel, a transmit and a receive ring, a link.
 *
 * Packets wait in the queues, where the queue discipline decides, until the transmit ring has a
 * free descriptor; see TxRing for what follows. Without Dma, moving data between memory and NIC costs
 * no time. While the link is down nothing waits for it: queues and transmit ring are emptied when it
 * fails, and what is sent is dropped. To ns-3 it is an Ethernet device, see FrameDevice. What arrives
 * joins the receive queue of its flow.
 */
class Nic : public FrameDevice,
            private PacketSource,
            private LinkStateListener,
            private TxRingOwner,
            private DmaClient,
            private PacketSink
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Attach. */
    void Connect(SimplexLink& out, NicClient& client, uint32_t number);

    using FrameDevice::Send;

    /** @brief Takes ownership; what the queues refuse is dropped with a named reason. */
    void Send(PacketPtr packet)
    {
        Send(std::move(packet), More::No);
    }

    /** @brief As above; with More::Yes another packet must follow at this instant. */
    void Send(PacketPtr packet, More more);

    /**
     * @brief From now on packets leave the queues only when the driver pulls them (XNU: native
     * netif), and as descriptors get free after a pull that has left some.
     */
    void LeaveToDriver()
    {
        m_isPulled = true;
    }

    /** @brief Takes ownership, as Send, but leaves the packet to the driver's next pull. */
    void Enqueue(PacketPtr packet);

    /** @brief The driver takes so many packets from the queues at most, and rings the doorbell. */
    void Pull(Packets most);

    /** @brief Packets in the queues. */
    Packets Queued() const
    {
        return m_queues.Length();
    }

    /** @brief See QueueDisc. */
    void AddStartDelay(SimTime delay)
    {
        m_queues.AddStartDelay(delay);
    }

    /** @brief Whether the NIC sums up what it sends, so that the host need not. */
    bool HasTxChecksum() const
    {
        return m_checksum == Checksum::Both || m_checksum == Checksum::Tx;
    }

    /** @brief Whether the NIC has checked the sums of what it receives. */
    bool HasRxChecksum() const
    {
        return m_checksum == Checksum::Both || m_checksum == Checksum::Rx;
    }

    /** @brief Whether it takes packets of several segments and cuts them (TSO, USO). */
    bool HasSegmentation() const
    {
        return m_segmentation;
    }

    /** @brief A packet from the wire. */
    void Receive(PacketPtr packet);

    /** @brief Fetches what Receive touches of the NIC itself into the caches. */
    void PrefetchReceive() const
    {
        PrefetchLines<1>(&m_dma);
    }

    /** @brief Of its link, towards the network. */
    BitRate LinkRate() const
    {
        return m_link->Rate();
    }

    /** @brief The receive queue of the packet's flow. */
    uint32_t QueueOf(const Packet& packet)
    {
        return m_rxQueues == 1 ? 0 : m_rss.QueueOf(packet, Run().Flows());
    }

    /** @brief Number of receive queues. */
    uint32_t RxQueues() const
    {
        return m_rxQueues;
    }

    /** @brief A receive queue, counted from 0. */
    RxQueue& Rx(uint32_t queue)
    {
        return m_rx[queue];
    }

    /** @brief The oldest packet of a receive queue that is in memory; null when there is none. */
    PacketPtr TakeReceived(uint32_t queue)
    {
        return m_rx[queue].Take();
    }

    /** @brief The client's work is done: the interrupt of the queue may come again, even now. */
    void EnableInterrupt(uint32_t queue)
    {
        m_rx[queue].EnableInterrupt();
    }

    /** @brief Packets of a receive queue that are in memory and not taken. */
    Packets Waiting(uint32_t queue) const
    {
        return m_rx[queue].Waiting();
    }

    /** @brief How many packets to take before enabling the interrupt again. */
    Packets Quota(uint32_t queue) const
    {
        return m_rx[queue].Quota();
    }

    /** @brief Where the work of a receive queue is done. */
    HandlerContext Context(uint32_t queue) const
    {
        return m_rx[queue].Context();
    }

    /** @brief Received packets take buffers of the source, and packets to send may lie in some. */
    void SetSource(BufferSource& source);

    /** @brief Who is to be told when memory of the source is unmapped; null for nobody. */
    MappingListener* Mappings() const
    {
        return m_dma ? m_dma->Mappings() : nullptr;
    }

    /** @brief Descriptors of each receive queue. */
    Packets RxDescriptors() const
    {
        return m_rxRing;
    }

    /** @brief From now on senders are told when their packets leave (FlowRecord::sender). */
    void TellSenders()
    {
        m_tellsSenders = true;
    }

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    enum class Checksum : uint8_t
    {
        None,
        Tx,
        Rx,
        Both
    };

    void SendFramed(PacketPtr packet) override;
    const SimplexLink& OutLink() const override;
    PacketPtr NextPacket(SimTime now) override;
    bool HasPacket() const override;
    void OnLinkState(LinkState state) override;
    void OnTxReady() override;
    void OnTxFree() override;
    void OnWritten(PacketPtr packet, uint32_t queue) override;
    void OnFetched(int64_t descriptors) override;
    void OnRead(PacketPtr packet) override;
    void Deliver(PacketPtr packet) override;
    void Store(PacketPtr packet, uint32_t queue);
    bool Fits(const Packet& packet) const;
    void AttachReceiveQueues();
    void ReportReceiveQueues(MetricVisitor& visitor) const;
    int64_t Received() const;
    void OnQueueReady();
    void TellSender(Packet& packet) const;
    void FillRing(More more);
    void PullToRing(Packets most);
    void Refill();
    void RefuseReceived(PacketPtr packet, DropReason& reason);

    // What every packet touches comes first, and together.
    ns3::Ptr<Pcie> m_dma;            //!< null: data is where it is needed at once
    ns3::Ptr<Rsc> m_rsc;             //!< null: nothing is merged
    std::unique_ptr<RxQueue[]> m_rx; //!< made by Connect
    uint32_t m_rxQueues = 1;
    bool m_tellsSenders = false;
    bool m_isPulled = false;  //!< the queues' packets are the driver's to take
    bool m_isPullDue = false; //!< the last pull has left some (XNU: pending doorbell)
    Checksum m_checksum = Checksum::Both;
    SimplexLink* m_link = nullptr;
    int64_t m_sent = 0;
    Transmitter m_transmitter;
    TxRing m_txRing;
    QueueSet m_queues;

    Blueprint m_queue;
    ListValue::Elements m_queueClasses;
    Blueprint m_classifier;
    Blueprint m_scheduler;
    Packets m_txDescriptors;
    SimTime m_flight;
    bool m_segmentation = false;
    Blueprint m_completion;
    BufferSource* m_source = nullptr; //!< null: each descriptor has a buffer of its own
    Packets m_rxRing{256};
    Blueprint m_moderation;
    ReceiveSideScaling m_rss;
    std::string m_rssKey;
    ListValue::Elements m_rssTable;
    RssPorts m_rssPorts = RssPorts::TcpAndUdp;
    int64_t m_pendingPulls = 0; //!< pulls that left some
    DropReason* m_rxFull = nullptr;
    DropReason* m_bufferFull = nullptr; //!< null without Dma
    DropReason* m_tooLarge = nullptr;
    DropReason* m_linkDown = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_NIC_H
