// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/nic.h"

#include "models/base/segments.h"

namespace nexsim
{

void
Nic::Connect(SimplexLink& out, NicClient& client, uint32_t number)
{
    m_link = &out;
    m_rx = std::make_unique<RxQueue[]>(m_rxQueues);
    for (uint32_t queue = 0; queue < m_rxQueues; ++queue)
    {
        m_rx[queue].Connect(client, number, queue);
    }
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
    AttachReceiveQueues();
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
        m_dma->Connect(*this, m_txDescriptors, std::vector<Packets>(m_rxQueues, m_rxRing));
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
    if (__builtin_expect(m_isPulled, 0))
    {
        Enqueue(std::move(packet));
        if (more == More::No)
        {
            Pull(Packets(kUnlimited));
        }
        return;
    }
    if (!m_link->IsUp())
    {
        Drop(std::move(packet), *m_linkDown);
        return;
    }
    if (!Fits(*packet))
    {
        Drop(std::move(packet), *m_tooLarge);
        if (more == More::No && m_txRing.RingDoorbell())
        {
            m_transmitter.Wake();
        }
        return;
    }
    m_queues.Enqueue(std::move(packet));
    FillRing(more);
    m_queues.EndArrival();
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
    for (uint32_t queue = 0; m_rx && queue < m_rxQueues; ++queue)
    {
        m_rx[queue].Clear();
    }
    FrameDevice::DoDispose();
}

void
Nic::OnQueueReady()
{
    Refill();
    m_transmitter.Wake();
}

void
Nic::OnTxFree()
{
    Refill();
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
Nic::NextPacket(SimTime now)
{
    PacketPtr packet = m_txRing.Next();
    if (!packet)
    {
        return packet;
    }
    MarkStage(*packet, Stage::NicRing, now);
    ++m_sent;
    if (m_tellsSenders)
    {
        TellSender(*packet);
    }
    if (__builtin_expect(packet->payload != nullptr, 0))
    {
        OnTransmit(*packet);
    }
    Refill();
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
        Refill();
        m_transmitter.Wake();
        TellLinkChange();
        return;
    }
    m_transmitter.OnDown();
    m_txRing.DropAll([this](PacketPtr packet) {
        if (m_tellsSenders)
        {
            TellSender(*packet); // some have been in the NIC already, but none on the wire
        }
        Drop(std::move(packet), *m_linkDown);
    });
    m_queues.DropAll(*m_linkDown);
    TellLinkChange();
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
    if (m_isPulled)
    {
        visitor.Counter({"pending_doorbells", "events", "pulls of the driver that left packets"},
                        m_pendingPulls);
    }
    m_txRing.ReportMetrics(visitor);
    ReportReceiveQueues(visitor);
}

} // namespace nexsim
