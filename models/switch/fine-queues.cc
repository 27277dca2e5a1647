// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/fine-queues.h"

#include <utility>

namespace nexsim
{

bool
FifoPortQueue::Empty() const
{
    return m_packets.Empty();
}

const Packet&
FifoPortQueue::Front() const
{
    return m_packets.Front();
}

void
FifoPortQueue::Push(PacketPtr packet)
{
    m_packets.Push(std::move(packet));
}

PacketPtr
FifoPortQueue::Pop()
{
    return m_packets.Pop();
}

int64_t
FifoPortQueue::LengthFor(const Packet& /*packet*/) const
{
    return m_packets.Size();
}

Tally
FifoPortQueue::Held() const
{
    return m_packets.Sum();
}

bool
FlowPortQueue::Empty() const
{
    return m_turns.empty();
}

const Packet&
FlowPortQueue::Front() const
{
    return m_flows.find(m_turns.front())->second.Front();
}

void
FlowPortQueue::Push(PacketPtr packet)
{
    const FlowIndex flow = packet->flow;
    PacketFifo& queue = m_flows[flow];
    if (queue.Empty())
    {
        m_turns.push_back(flow);
        ++m_queues;
    }
    queue.Push(std::move(packet));
}

PacketPtr
FlowPortQueue::Pop()
{
    const FlowIndex flow = m_turns.front();
    m_turns.pop_front();
    const auto found = m_flows.find(flow);
    PacketPtr packet = found->second.Pop();
    if (found->second.Empty())
    {
        m_flows.erase(found);
        --m_queues;
    }
    else
    {
        m_turns.push_back(flow);
    }
    return packet;
}

int64_t
FlowPortQueue::LengthFor(const Packet& packet) const
{
    const auto found = m_flows.find(packet.flow);
    return found == m_flows.end() ? 0 : found->second.Size();
}

Tally
FlowPortQueue::Held() const
{
    Tally held;
    for (const auto& [flow, queue] : m_flows)
    {
        held += queue.Sum();
    }
    return held;
}

void
FineQueues::Build(const FabricShape& shape, uint32_t classes)
{
    m_classes = classes;
    m_ports = shape.PortCount();
    m_queues.resize(size_t{shape.InputCount()} * m_ports * classes);
    m_ready.resize(size_t{shape.InputCount()} * classes);
    for (PortBits& bits : m_ready)
    {
        bits.Resize(shape);
    }
}

void
FineQueues::Put(uint32_t input, uint32_t port, uint32_t priority, std::unique_ptr<PortQueue> queue)
{
    m_queues[PlaceOf(input, port, priority)] = std::move(queue);
}

FabricOffer
FineQueues::Offer(uint32_t input, uint32_t output, const PortBits& room) const
{
    FabricOffer best;
    for (uint32_t priority = m_classes; priority-- > 0 && best.IsNothing();)
    {
        const PortBits& ready = m_ready[size_t{input} * m_classes + priority];
        ready.ForEachCommon(output, room, [&](uint32_t port) {
            const PortQueue& queue = *m_queues[PlaceOf(input, port, priority)];
            const FabricOffer offer{port, priority, queue.Front().lastMark, true};
            if (GoesBefore(offer, best))
            {
                best = offer;
            }
        });
    }
    return best;
}

Tally
FineQueues::Held() const
{
    Tally held;
    for (const auto& queue : m_queues)
    {
        held += queue ? queue->Held() : Tally{};
    }
    return held;
}

} // namespace nexsim
