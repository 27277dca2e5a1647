// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/coarse-queues.h"

namespace nexsim
{

void
CoarseQueues::Build(const FabricShape& shape, uint32_t classes, QueueScope scope)
{
    m_shape = &shape;
    m_classes = classes;
    m_scope = scope;
    m_groups = scope == QueueScope::Input ? 1 : shape.OutputCount();
    const size_t queues = size_t{shape.InputCount()} * m_groups * classes;
    for (size_t i = 0; i < queues; ++i)
    {
        m_queues.push_back(std::make_unique<Queue>());
    }
    m_countFor.assign(size_t{shape.InputCount()} * shape.PortCount() * classes, 0);
    m_isFull.assign(shape.PortCount(), false);
    m_hiding.assign(shape.PortCount(), 0);
}

uint32_t
CoarseQueues::Share(uint32_t port, uint32_t priority) const
{
    const uint32_t group = m_scope == QueueScope::Input ? 0 : m_shape->OutputOf(port);
    return group * m_classes + priority;
}

/** @brief Bits per second that the ports of a group can send. */
BitRate
CoarseQueues::RateOf(uint32_t group) const
{
    if (m_scope == QueueScope::OutputModule)
    {
        return m_shape->OutputRate(group);
    }
    int64_t rate = 0;
    for (uint32_t output = 0; output < m_shape->OutputCount(); ++output)
    {
        rate += m_shape->OutputRate(output).Value();
    }
    return BitRate(rate);
}

CoarseQueues::Queue&
CoarseQueues::QueueFor(uint32_t input, uint32_t port, uint32_t priority) const
{
    return *m_queues[size_t{input} * SharesPerInput() + Share(port, priority)];
}

int64_t
CoarseQueues::Length(uint32_t input, uint32_t port, uint32_t priority) const
{
    return QueueFor(input, port, priority).packets.Size();
}

void
CoarseQueues::Integrate(SimTime now)
{
    m_integral = Blocked(now);
    m_changed = now;
}

unsigned __int128
CoarseQueues::Blocked(SimTime now) const
{
    return m_integral + static_cast<unsigned __int128>(m_blocked) *
                            static_cast<uint64_t>((now - m_changed).Value());
}

/** @brief The queue's head, or what stands behind it, is about to change. */
void
CoarseQueues::Uncover(const Queue& queue, SimTime now)
{
    if (queue.hides)
    {
        const uint32_t head = queue.ports.front();
        Integrate(now);
        --m_hiding[head];
        m_blocked -= m_isFull[head] ? 1 : 0;
    }
}

/** @brief It has changed. */
void
CoarseQueues::Cover(Queue& queue, uint32_t input, uint32_t priority, SimTime now)
{
    queue.hides = !queue.packets.Empty() &&
                  queue.packets.Size() > CountFor(input, queue.ports.front(), priority);
    if (queue.hides)
    {
        const uint32_t head = queue.ports.front();
        Integrate(now);
        ++m_hiding[head];
        m_blocked += m_isFull[head] ? 1 : 0;
    }
}

void
CoarseQueues::Push(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority, SimTime now)
{
    Queue& queue = QueueFor(input, port, priority);
    Uncover(queue, now);
    queue.packets.Push(std::move(packet));
    queue.ports.push_back(port);
    ++m_countFor[PlaceOf(input, port, priority)];
    Cover(queue, input, priority, now);
}

PacketPtr
CoarseQueues::Pop(uint32_t input, uint32_t port, uint32_t priority, SimTime now)
{
    Queue& queue = QueueFor(input, port, priority);
    Uncover(queue, now);
    queue.ports.pop_front();
    PacketPtr packet = queue.packets.Pop();
    --m_countFor[PlaceOf(input, port, priority)];
    Cover(queue, input, priority, now);
    return packet;
}

FabricOffer
CoarseQueues::Offer(uint32_t input, uint32_t output, const PortBits& room) const
{
    const uint32_t first = m_scope == QueueScope::Input ? 0 : output * m_classes;
    for (uint32_t priority = m_classes; priority-- > 0;)
    {
        const Queue& queue = *m_queues[size_t{input} * SharesPerInput() + first + priority];
        if (queue.packets.Empty())
        {
            continue;
        }
        const uint32_t port = queue.ports.front();
        if (m_shape->OutputOf(port) == output && room.Has(port))
        {
            return {port, priority, queue.packets.Front().lastMark, false};
        }
    }
    return {};
}

void
CoarseQueues::OnRoom(uint32_t port, bool hasRoom, SimTime now)
{
    if (m_isFull[port] == hasRoom)
    {
        Integrate(now);
        m_isFull[port] = !hasRoom;
        m_blocked += hasRoom ? -m_hiding[port] : m_hiding[port];
    }
}

Tally
CoarseQueues::Held() const
{
    Tally held;
    for (const auto& queue : m_queues)
    {
        held += queue->packets.Sum();
    }
    return held;
}

} // namespace nexsim
