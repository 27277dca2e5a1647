// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/queueing-system.h"

#include "models/base/attributes.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(QueueingSystem);

ns3::TypeId
QueueingSystem::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::QueueingSystem")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/switch")
            .AddAttribute("Classes",
                          "Queues by class: the eight class selectors (DSCP / 8) are divided "
                          "evenly; a higher class goes first.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&QueueingSystem::m_classes),
                          MakeIntegerRangeChecker(1, 8))
            .AddAttribute("MaxPackets",
                          "Most packets that may wait in one queue.",
                          QuantityDefault(Packets(1000)),
                          MakeQuantityAccessor(&QueueingSystem::m_maxPackets),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)));
    return tid;
}

void
QueueingSystem::DoAttach()
{
    m_full = &AddDropReason("queue-full");
    m_noMemory = &AddDropReason("buffer-full");
}

void
QueueingSystem::Connect(const FabricShape& shape, std::vector<BufferManager*> buffers)
{
    m_shape = &shape;
    m_buffers = std::move(buffers);
    m_room.Resize(shape);
    for (uint32_t port = 0; port < shape.PortCount(); ++port)
    {
        m_room.Set(port, shape.ports[port]->HasRoom());
    }
    m_waiting.assign(size_t{shape.InputCount()} * shape.OutputCount(), 0);
    Build();
    NoteQueueCount();
}

void
QueueingSystem::AddShare(const BufferUser& user)
{
    for (BufferManager* buffer : m_buffers)
    {
        if (buffer != nullptr)
        {
            buffer->AddQueue(user);
        }
    }
}

bool
QueueingSystem::Admit(PacketPtr& packet, uint32_t input, uint32_t share, int64_t length)
{
    if (length >= m_maxPackets.Value())
    {
        Drop(std::move(packet), *m_full);
        return false;
    }
    if (m_buffers[input] != nullptr && !m_buffers[input]->Admit(share, packet->size))
    {
        Drop(std::move(packet), *m_noMemory);
        return false;
    }
    return true;
}

bool
QueueingSystem::Enqueue(PacketPtr packet, uint32_t input, uint32_t port)
{
    constexpr int64_t kSelectors = 8;
    const int64_t selector = packet->dscp / kSelectors;
    const auto priority = static_cast<uint32_t>(selector * m_classes / kSelectors);
    ++m_arrived;
    if (!DoEnqueue(std::move(packet), input, port, priority))
    {
        return false;
    }
    ++m_waiting[size_t{input} * m_shape->OutputCount() + m_shape->OutputOf(port)];
    ++m_length;
    m_maximum = std::max(m_maximum, m_length);
    return true;
}

PacketPtr
QueueingSystem::Take(uint32_t input, const FabricOffer& offer)
{
    uint32_t share = 0;
    PacketPtr packet = DoTake(input, offer, share);
    if (m_buffers[input] != nullptr)
    {
        m_buffers[input]->Release(share, packet->size);
    }
    --m_waiting[size_t{input} * m_shape->OutputCount() + m_shape->OutputOf(offer.port)];
    --m_length;
    return packet;
}

void
QueueingSystem::SetRoom(uint32_t port, bool hasRoom)
{
    m_room.Set(port, hasRoom);
    OnRoom(port, hasRoom);
}

void
QueueingSystem::NoteQueueCount()
{
    m_maxQueues = std::max(m_maxQueues, QueueCount());
}

void
QueueingSystem::ReportMetrics(MetricVisitor& visitor) const
{
    const bool isBuilt = m_shape != nullptr;
    visitor.Counter({"arrived_packets", "packets", "packets that came"}, m_arrived);
    visitor.Counter({"dropped_packets", "packets", "packets that found no room"},
                    m_full->dropped.packets + m_noMemory->dropped.packets);
    visitor.Level({"length", "packets", "waiting packets"}, m_length);
    visitor.Maximum({"length_max", "packets", "most waiting packets"}, m_maximum);
    visitor.Level({"queues_in_use", "1", "queues that the system keeps"},
                  isBuilt ? QueueCount() : 0);
    visitor.Maximum({"queues_in_use_max", "1", "most queues that it kept"}, m_maxQueues);
    visitor.TimeAverage({"head_of_line_blocked",
                         "1",
                         "mean number of queues whose head waits for room at its port while "
                         "packets for other ports wait behind it"},
                        isBuilt ? HeadOfLineBlocked() : 0);
}

void
QueueingSystem::BeginMeasurement()
{
    m_maximum = m_length;
    m_maxQueues = m_shape != nullptr ? QueueCount() : 0;
}

} // namespace nexsim
