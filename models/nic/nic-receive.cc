// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/nic.h"

#include <fmt/format.h>

namespace nexsim
{

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
    const uint32_t queue = QueueOf(*packet);
    if (m_dma && !m_dma->HasRoomFor(*packet))
    {
        RefuseReceived(std::move(packet), *m_bufferFull);
    }
    else if ((m_source != nullptr && !m_source->HasPosted(*packet, queue)) ||
             !m_rx[queue].Reserve())
    {
        RefuseReceived(std::move(packet), *m_rxFull);
    }
    else
    {
        if (m_source != nullptr)
        {
            m_source->TakePosted(*packet, queue);
        }
        Store(std::move(packet), queue);
    }
}

void
Nic::Store(PacketPtr packet, uint32_t queue)
{
    if (m_dma)
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
Nic::SetSource(BufferSource& source)
{
    m_source = &source;
    if (m_dma)
    {
        m_dma->SetSource(source);
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
