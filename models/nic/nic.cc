// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/nic.h"

#include "models/base/attributes.h"
#include "models/base/segments.h"
#include "models/nic/none-moderation.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/queue/fifo-scheduler.h"
#include "models/queue/first-match-classifier.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Nic);

ns3::TypeId
Nic::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Nic")
            .SetParent<FrameDevice>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<Nic>()
            .AddAttribute("TxRing",
                          "Descriptors of the transmit ring.",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&Nic::m_txDescriptors),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("RxRing",
                          "Descriptors of each receive ring; what finds none is dropped.",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&Nic::m_rxRing),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("Moderation",
                          "When a receive queue interrupts its host.",
                          BlueprintValue(Blueprint(NoneInterruptModeration::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_moderation),
                          MakePolicyTemplateChecker<InterruptModeration>())
            .AddAttribute("Dma",
                          "The PCI Express slot that data passes; without one it takes no time.",
                          PolicyValue(),
                          MakePolicyAccessor(&Nic::m_dma),
                          MakePolicyChecker<Pcie>())
            .AddAttribute("DoorbellFlight",
                          "From the host's store until the NIC knows of new descriptors. There is "
                          "no verified figure: try 300 ns to 500 ns.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&Nic::m_flight),
                          MakeQuantityChecker<SimTime>(SimTime(0), MicroSeconds(1000)))
            .AddAttribute("TxCompletion",
                          "When an interrupt frees the descriptors of packets that were sent; "
                          "without one each is free as transmission starts. Linux's mlx5e driver "
                          "waits for 32 packets or 16 us.",
                          BlueprintValue(),
                          MakePolicyTemplateAccessor(&Nic::m_completion),
                          MakePolicyTemplateChecker<InterruptModeration>())
            .AddAttribute(
                "Checksum",
                "Which checksums the NIC computes; those that it does not, the host does.",
                QuantityDefault(Checksum::Both),
                MakeQuantityAccessor(&Nic::m_checksum),
                MakeChoiceChecker({"none", "tx", "rx", "both"}))
            .AddAttribute("Segmentation",
                          "Whether the NIC cuts packets of several segments (TSO, USO).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&Nic::m_segmentation),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Rsc",
                          "What merges received packets of one flow (LRO); none by default.",
                          PolicyValue(),
                          MakePolicyAccessor(&Nic::m_rsc),
                          MakePolicyChecker<Rsc>())
            .AddAttribute("Queue",
                          "Discipline of the host's queue in front of the transmit ring.",
                          BlueprintValue(Blueprint(FifoQueueDisc::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_queue),
                          MakePolicyTemplateChecker<QueueDisc>())
            .AddAttribute("Queues",
                          "Several queues instead of one; a packet joins the first it matches.",
                          ListValue(),
                          MakeListAccessor(&Nic::m_queueClasses),
                          MakePolicyListChecker<QueueClass>())
            .AddAttribute("Classifier",
                          "Which of several Queues a packet joins.",
                          BlueprintValue(Blueprint(FirstMatchClassifier::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_classifier),
                          MakePolicyTemplateChecker<Classifier>())
            .AddAttribute("Scheduler",
                          "Whose turn it is among the queues.",
                          BlueprintValue(Blueprint(FifoScheduler::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_scheduler),
                          MakePolicyTemplateChecker<Scheduler>());
    return tid;
}

void
Nic::Connect(SimplexLink& out, NicClient& client, uint32_t number)
{
    m_link = &out;
    m_rx = std::make_unique<RxQueue[]>(1);
    m_rx[0].Connect(client, number, 0);
    m_txRing.Connect(*this, client, number);
}

void
Nic::DoAttach()
{
    m_queues.Build(Run(),
                   Path(),
                   {m_queue, m_queueClasses, m_scheduler, BitRate(0), m_classifier},
                   nullptr,
                   Stage::AqmQueue);
    if (m_queues.NeedsWake())
    {
        m_queues.WakeBy<&Nic::OnQueueReady>(*this);
    }
    m_transmitter.Connect(*this, *m_link);
    m_transmitter.Attach(Run(), Path() + "/transmitter");
    m_rx[0].Attach(Run(), Path() + "/rx[0]", m_rxRing, m_moderation);
    m_rxFull = &AddDropReason("rx-ring-full");
    m_tooLarge = &AddDropReason("above-mtu");
    m_linkDown = &AddDropReason("link-down");
    m_link->AddStateListener(*this);
    if (m_rsc)
    {
        m_rsc->Connect(*this);
        m_rsc->Attach(Run(), Path() + "/rsc");
    }
    if (m_dma)
    {
        m_bufferFull = &AddDropReason("nic-buffer-full");
        m_dma->Connect(*this, m_txDescriptors, {m_rxRing});
        m_dma->Attach(Run(), Path() + "/dma");
    }
    m_txRing.Attach(
        *this,
        {m_txDescriptors, m_flight, m_segmentation, ns3::PeekPointer(m_dma), m_completion});
}

bool
Nic::Fits(const Packet& packet) const
{
    const int64_t mtu = m_link->Mtu().Value();
    return packet.size <= mtu || (m_segmentation && LargestSegmentIpBytes(packet) <= mtu);
}

void
Nic::Send(PacketPtr packet, More more)
{
    if (!m_link->IsUp())
    {
        Drop(std::move(packet), *m_linkDown);
        return;
    }
    if (Fits(*packet))
    {
        m_queues.Enqueue(std::move(packet));
    }
    else
    {
        Drop(std::move(packet), *m_tooLarge);
    }
    FillRing(more);
    m_transmitter.Wake();
}

void
Nic::SendFramed(PacketPtr packet)
{
    Send(std::move(packet));
}

const SimplexLink&
Nic::OutLink() const
{
    return *m_link;
}

void
Nic::DoDispose()
{
    // The run, whose pool these packets are from, may be gone before the last reference to this.
    m_queues.Clear();
    m_txRing.Clear();
    if (m_dma)
    {
        m_dma->Clear();
    }
    if (m_rsc)
    {
        m_rsc->Clear();
    }
    if (m_rx)
    {
        m_rx[0].Clear();
    }
    FrameDevice::DoDispose();
}

void
Nic::OnQueueReady()
{
    FillRing(More::No);
    m_transmitter.Wake();
}

void
Nic::OnTxFree()
{
    FillRing(More::No);
    m_transmitter.Wake();
}

void
Nic::OnTxReady()
{
    m_transmitter.Wake();
}

void
Nic::FillRing(More more)
{
    while (!m_queues.Empty() && !m_txRing.Full())
    {
        PacketPtr packet = m_queues.Dequeue(Now());
        if (!packet)
        {
            break; // the discipline dropped what it held, or gives nothing out yet
        }
        m_txRing.Post(std::move(packet));
    }
    if (more == More::No)
    {
        m_txRing.RingDoorbell();
    }
}

PacketPtr
Nic::NextPacket()
{
    PacketPtr packet = m_txRing.Next();
    if (!packet)
    {
        return packet;
    }
    MarkStage(*packet, Stage::NicRing, Now());
    ++m_sent;
    if (m_tellsSenders)
    {
        TellSender(*packet);
    }
    if (__builtin_expect(packet->payload != nullptr, 0))
    {
        OnTransmit(*packet);
    }
    FillRing(More::No);
    return packet;
}

/** The packet is on the wire: also when it is lost there, that is no news to its sender. */
void
Nic::TellSender(Packet& packet) const
{
    AddToStage(packet, Stage::NicRing, SimTime(0));
    if (TransmitListener* sender = Run().Flows()[packet.flow].sender)
    {
        sender->OnLeftHost(packet);
    }
}

bool
Nic::HasPacket() const
{
    return m_txRing.HasNext();
}

void
Nic::OnLinkState(LinkState state)
{
    if (state == LinkState::Up)
    {
        FillRing(More::No);
        m_transmitter.Wake();
        TellLinkChange();
        return;
    }
    m_transmitter.OnDown();
    m_txRing.DropAll([this](PacketPtr packet) { Drop(std::move(packet), *m_linkDown); });
    m_queues.DropAll(*m_linkDown);
    TellLinkChange();
}

void
Nic::Receive(PacketPtr packet)
{
    if (__builtin_expect(packet->payload != nullptr, 0))
    {
        OnArrival(*packet);
    }
    if (__builtin_expect(m_rsc != nullptr, 0))
    {
        m_rsc->Receive(std::move(packet));
        return;
    }
    Deliver(std::move(packet));
}

/** A received packet, merged or not, is on its way to memory. */
void
Nic::Deliver(PacketPtr packet)
{
    const uint32_t queue = 0;
    if (m_dma && !m_dma->HasRoomFor(*packet))
    {
        RefuseReceived(std::move(packet), *m_bufferFull);
    }
    else if (!m_rx[queue].Reserve())
    {
        RefuseReceived(std::move(packet), *m_rxFull);
    }
    else if (m_dma)
    {
        MarkStage(*packet, Stage::NicRing, Now());
        m_dma->Write(std::move(packet), queue);
    }
    else
    {
        m_rx[queue].Complete(std::move(packet));
    }
}

void
Nic::RefuseReceived(PacketPtr packet, DropReason& reason)
{
    if (packet->payload != nullptr)
    {
        OnRingFull(*packet);
    }
    Drop(std::move(packet), reason);
}

void
Nic::OnWritten(PacketPtr packet, uint32_t queue)
{
    m_rx[queue].Complete(std::move(packet));
}

void
Nic::OnFetched(int64_t descriptors)
{
    m_txRing.OnFetched(descriptors);
}

void
Nic::OnRead(PacketPtr packet)
{
    m_txRing.OnRead(std::move(packet));
}

Tally
Nic::Held() const
{
    Tally held = m_txRing.Held();
    held += m_rx[0].Held();
    return held;
}

void
Nic::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"sent_packets", "packets", "packets handed to the wire"}, m_sent);
    visitor.Counter({"received_packets", "packets", "packets taken from the wire"},
                    m_rx[0].Received());
    visitor.Counter({"rx_ring_drops", "packets", "packets that found no receive descriptor"},
                    m_rxFull->dropped.packets);
    visitor.Level({"tx_ring_used", "packets", "transmit descriptors in use"},
                  m_txRing.Used().Value());
    m_txRing.ReportMetrics(visitor);
    // Without moderation, and where all packets come to one queue, what it reports follows from the
    // above, but for a host that takes time.
    const MetricRole role = m_rx[0].IsModerated() ? MetricRole::Own : MetricRole::Sum;
    m_rx[0].ReportMetrics(visitor, "rx[0]/", role);
}

} // namespace nexsim
