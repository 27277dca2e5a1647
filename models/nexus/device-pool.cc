// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/device-pool.h"

#include "models/nic/nic.h"

#include <fmt/format.h>

namespace nexsim
{

void
DevicePool::Connect(Nic& nic, const NexusPool::Setup& setup, uint32_t core)
{
    m_core = core;
    m_pool.Configure(setup, Path(), &Run());
    m_pool.TellUnmapped(nic.Mappings());
    m_queues.resize(nic.RxQueues());
    for (uint32_t queue = 0; queue < nic.RxQueues(); ++queue)
    {
        m_queues[queue].missing = nic.RxDescriptors().Value();
        Refill(queue, core);
    }
    m_pool.TakeBuilt();
    nic.SetSource(*this);
    nic.TellSenders();
}

/** With its Ethernet header, which lies in the buffer, too. */
int64_t
DevicePool::BuffersFor(const Packet& packet) const
{
    return m_pool.BuffersFor(packet.size + Pcie::kFrameHeader);
}

bool
DevicePool::HasPosted(const Packet& packet, uint32_t queue) const
{
    return static_cast<int64_t>(m_queues[queue].posted.size()) >= BuffersFor(packet);
}

void
DevicePool::TakePosted(Packet& packet, uint32_t queue)
{
    std::deque<PoolObject>& posted = m_queues[queue].posted;
    const int64_t buffers = BuffersFor(packet);
    const PoolObject first = posted.front();
    posted.pop_front();
    for (int64_t i = 1; i < buffers; ++i)
    {
        m_pool.Join(first, posted.front());
        posted.pop_front();
    }
    m_received += buffers;
    TransportOf(packet).poolBuffer = first & kPoolBufferMask;
}

PoolObject
DevicePool::TakeReceived(Packet& packet, uint32_t queue)
{
    const PoolObject first = TransportOf(packet).poolBuffer;
    TransportOf(packet).poolBuffer = 0;
    m_queues[queue].missing += m_pool.LengthOf(first);
    return first;
}

void
DevicePool::Refill(uint32_t queue, uint32_t core)
{
    Queue& ring = m_queues[queue];
    for (; ring.missing > 0; --ring.missing)
    {
        const PoolObject buffer = m_pool.Allocate(PacketOwner::Kernel, core);
        if (buffer == 0)
        {
            ++m_shortOfPosted;
            return;
        }
        ring.posted.push_back(buffer);
    }
}

void
DevicePool::Free(PoolObject packet, uint32_t core)
{
    m_received -= m_pool.LengthOf(packet);
    m_pool.Free(packet, PacketOwner::Kernel, core);
}

bool
DevicePool::Give(Packet& packet, uint32_t core)
{
    const int64_t buffers = BuffersFor(packet);
    const PoolObject first = m_pool.Allocate(PacketOwner::Kernel, core, buffers);
    TransportOf(packet).poolBuffer = first & kPoolBufferMask;
    if (first == 0)
    {
        ++m_noMemory;
        return false;
    }
    m_sending += buffers;
    if (m_segmentsLeft.size() < first)
    {
        m_segmentsLeft.resize(first);
    }
    m_segmentsLeft[first - 1] = packet.segments;
    Run().Flows()[packet.flow].sender = this;
    return true;
}

/** Segments of a packet that was cut tell one after the other. */
void
DevicePool::OnLeftHost(const Packet& packet)
{
    const PoolObject first = TransportOf(packet).poolBuffer;
    if (first == 0)
    {
        return; // refused before it had any
    }
    uint16_t& left = m_segmentsLeft[first - 1];
    left = static_cast<uint16_t>(left - packet.segments);
    if (left == 0)
    {
        m_sending -= m_pool.LengthOf(first);
        m_pool.Free(first, PacketOwner::Kernel, m_core);
    }
}

bool
DevicePool::HoldsSent(const Packet& packet) const
{
    return Run().Flows()[packet.flow].sender == this;
}

Bytes
DevicePool::Span() const
{
    const PoolLayout& layout = m_pool.Memory().Layout();
    return Bytes(layout.segments * layout.segment);
}

Bytes
DevicePool::BufferSize() const
{
    return Bytes(m_pool.Memory().Layout().object);
}

int64_t
DevicePool::AddressOf(const Packet& packet, int64_t place) const
{
    const PoolObject buffer = m_pool.BufferAt(TransportOf(packet).poolBuffer, place);
    const PoolSegments::Place where = m_pool.Memory().PlaceOf(buffer);
    return where.segment * m_pool.Memory().Layout().segment + where.offset;
}

std::optional<std::string>
DevicePool::FindError() const
{
    if (const std::optional<std::string> error = m_pool.FindError())
    {
        return error;
    }
    int64_t posted = 0;
    for (const Queue& queue : m_queues)
    {
        posted += static_cast<int64_t>(queue.posted.size());
    }
    if (posted + m_received + m_sending == m_pool.Count(PacketOwner::Kernel))
    {
        return std::nullopt;
    }
    return fmt::format(
        "{} buffers are posted, {} hold received packets, {} packets to send, but {} "
        "are out",
        posted,
        m_received,
        m_sending,
        m_pool.Count(PacketOwner::Kernel));
}

void
DevicePool::BeginMeasurement()
{
    m_pool.BeginMeasurement();
}

void
DevicePool::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"TxDropNoMemPkt", "packets", "packets to send for which it had no buffers"},
                    m_noMemory);
    visitor.Counter({"refill_shortage", "1", "times that the driver could not post a buffer"},
                    m_shortOfPosted);
    visitor.Level({"receiving", "packets", "buffers of packets that are being received"},
                  m_received);
    visitor.Level({"sending", "packets", "buffers of packets that are being sent"}, m_sending);
    m_pool.ReportMetrics(visitor, "");
}

} // namespace nexsim
