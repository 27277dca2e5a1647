// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/nic.h"

#include "models/base/attributes.h"
#include "models/base/integer-list.h"
#include "models/nic/none-moderation.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/queue/fifo-scheduler.h"
#include "models/queue/first-match-classifier.h"

#include <fmt/format.h>

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
                          MakeQuantityAccessor(&Nic::SetTxRing, &Nic::GetTxRing),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("RxRing",
                          "Descriptors of each receive ring; what finds none is dropped.",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&Nic::m_rxRing),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("RxQueues",
                          "Receive queues, each with a ring and an interrupt of its own.",
                          QuantityDefault(1),
                          MakeQuantityAccessor(&Nic::m_rxQueues),
                          MakeIntegerRangeChecker(1, 256))
            .AddAttribute("RssKey",
                          "Key of the Toeplitz hash that spreads flows over receive queues: 40 "
                          "bytes in hexadecimal. Default: Microsoft's.",
                          ns3::StringValue(kMicrosoftRssKey),
                          ns3::MakeStringAccessor(&Nic::m_rssKey),
                          ns3::MakeStringChecker())
            .AddAttribute("RssPorts",
                          "Protocols whose ports are hashed besides the addresses.",
                          QuantityDefault(RssPorts::TcpAndUdp),
                          MakeQuantityAccessor(&Nic::m_rssPorts),
                          MakeChoiceChecker({"None", "Tcp", "TcpAndUdp"}))
            .AddAttribute("RssTable",
                          "Receive queues by the low bits of the hash, a power of two of them; "
                          "without one 128 entries (256 above 128 queues) name all in turn.",
                          ListValue(),
                          MakeListAccessor(&Nic::m_rssTable),
                          MakeIntegerListChecker(0, 255))
            .AddAttribute("Moderation",
                          "When a receive queue interrupts its host.",
                          BlueprintValue(Blueprint(NoneInterruptModeration::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_moderation),
                          MakePolicyTemplateChecker<InterruptModeration>())
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
Nic::SetTxRing(Packets descriptors)
{
    m_txRing.SetCapacity(descriptors);
}

Packets
Nic::GetTxRing() const
{
    return m_txRing.Capacity();
}

void
Nic::Connect(SimplexLink& out, NicClient& client, uint32_t number)
{
    m_link = &out;
    m_rx = std::make_unique<RxQueue[]>(m_rxQueues);
    for (uint32_t queue = 0; queue < m_rxQueues; ++queue)
    {
        m_rx[queue].Connect(client, number, queue);
    }
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
    AttachReceiveQueues();
    m_rxFull = &AddDropReason("rx-ring-full");
    m_tooLarge = &AddDropReason("above-mtu");
    m_linkDown = &AddDropReason("link-down");
    m_link->AddStateListener(*this);
}

void
Nic::AttachReceiveQueues()
{
    m_rss.Build(m_rssKey, m_rssTable, m_rxQueues, m_rssPorts);
    for (uint32_t queue = 0; queue < m_rxQueues; ++queue)
    {
        m_rx[queue].Attach(Run(), fmt::format("{}/rx[{}]", Path(), queue), m_rxRing, m_moderation);
    }
}

void
Nic::Send(PacketPtr packet)
{
    if (!m_link->IsUp())
    {
        Drop(std::move(packet), *m_linkDown);
        return;
    }
    if (packet->size > m_link->Mtu().Value())
    {
        Drop(std::move(packet), *m_tooLarge);
        return;
    }
    m_queues.Enqueue(std::move(packet));
    FillRing();
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
    for (uint32_t queue = 0; m_rx && queue < m_rxQueues; ++queue)
    {
        m_rx[queue].Clear();
    }
    FrameDevice::DoDispose();
}

void
Nic::OnQueueReady()
{
    FillRing();
    m_transmitter.Wake();
}

void
Nic::FillRing()
{
    while (!m_queues.Empty() && !m_txRing.Full())
    {
        PacketPtr packet = m_queues.Dequeue(Now());
        if (!packet)
        {
            return; // the discipline dropped what it held, or gives nothing out yet
        }
        m_txRing.Push(std::move(packet));
    }
}

PacketPtr
Nic::NextPacket()
{
    if (m_txRing.Empty())
    {
        return PacketPtr();
    }
    PacketPtr packet = m_txRing.Pop();
    MarkStage(*packet, Stage::NicRing, Now());
    ++m_sent;
    if (__builtin_expect(packet->payload != nullptr, 0))
    {
        OnTransmit(*packet);
    }
    FillRing();
    return packet;
}

bool
Nic::HasPacket() const
{
    return !m_txRing.Empty();
}

void
Nic::OnLinkState(LinkState state)
{
    if (state == LinkState::Up)
    {
        FillRing();
        m_transmitter.Wake();
        TellLinkChange();
        return;
    }
    m_transmitter.OnDown();
    while (!m_txRing.Empty())
    {
        Drop(m_txRing.Pop(), *m_linkDown);
    }
    m_queues.DropAll(*m_linkDown);
    TellLinkChange();
}

void
Nic::Receive(PacketPtr packet)
{
    const bool foreign = packet->payload != nullptr;
    if (__builtin_expect(foreign, 0))
    {
        OnArrival(*packet);
    }
    RxQueue& queue = m_rx[m_rxQueues == 1 ? 0 : m_rss.QueueOf(*packet, Run().Flows())];
    if (!queue.Reserve())
    {
        if (foreign)
        {
            OnRingFull(*packet);
        }
        Drop(std::move(packet), *m_rxFull);
        return;
    }
    queue.Complete(std::move(packet));
}

Tally
Nic::Held() const
{
    Tally held = m_txRing.Sum();
    for (uint32_t queue = 0; queue < m_rxQueues; ++queue)
    {
        held += m_rx[queue].Held();
    }
    return held;
}

void
Nic::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"sent_packets", "packets", "packets handed to the wire"}, m_sent);
    visitor.Counter({"received_packets", "packets", "packets taken from the wire"}, Received());
    visitor.Counter({"rx_ring_drops", "packets", "packets that found no receive descriptor"},
                    m_rxFull->dropped.packets);
    visitor.Level({"tx_ring_used", "packets", "transmit descriptors in use"},
                  m_txRing.Used().Value());
    ReportReceiveQueues(visitor);
}

int64_t
Nic::Received() const
{
    int64_t received = 0;
    for (uint32_t queue = 0; queue < m_rxQueues; ++queue)
    {
        received += m_rx[queue].Received();
    }
    return received;
}

void
Nic::ReportReceiveQueues(MetricVisitor& visitor) const
{
    // What a single queue without moderation says follows from what the NIC says, unless the host
    // takes time.
    const bool isPlain = m_rxQueues == 1 && !m_rx[0].IsModerated();
    const MetricRole role = isPlain ? MetricRole::Sum : MetricRole::Own;
    for (uint32_t queue = 0; queue < m_rxQueues; ++queue)
    {
        m_rx[queue].ReportMetrics(visitor, fmt::format("rx[{}]/", queue), role);
    }
}

} // namespace nexsim
