// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/mixed-queues.h"

#include <memory>
#include <utility>

namespace nexsim
{

void
MixedQueues::Build(const FabricShape& shape, uint32_t classes)
{
    m_shape = &shape;
    m_classes = classes;
    m_coarse.Build(shape, classes, QueueScope::OutputModule);
    m_fine.Build(shape, classes);
    m_lanes.resize(size_t{shape.InputCount()} * shape.PortCount() * classes);
}

uint32_t
MixedQueues::Share(uint32_t input, uint32_t port, uint32_t priority) const
{
    return m_lanes[PlaceOf(input, port, priority)].isFine
               ? m_coarse.SharesPerInput() + m_fine.Share(port, priority)
               : m_coarse.Share(port, priority);
}

int64_t
MixedQueues::LengthFor(const Packet& packet, uint32_t input, uint32_t port, uint32_t priority) const
{
    if (!m_lanes[PlaceOf(input, port, priority)].isFine)
    {
        return m_coarse.Length(input, port, priority);
    }
    const PortQueue* queue = m_fine.Find(input, port, priority);
    return queue != nullptr ? queue->LengthFor(packet) : 0;
}

void
MixedQueues::Push(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority, SimTime now)
{
    const Lane& lane = m_lanes[PlaceOf(input, port, priority)];
    if (!lane.isFine)
    {
        m_coarse.Push(std::move(packet), input, port, priority, now);
        return;
    }
    if (m_fine.Find(input, port, priority) == nullptr)
    {
        m_fine.Put(input, port, priority, std::make_unique<FifoPortQueue>());
    }
    m_fine.Find(input, port, priority)->Push(std::move(packet));
    m_fine.SetReady(input, port, priority, lane.barrierSince == kNever);
}

FabricOffer
MixedQueues::Offer(uint32_t input, uint32_t output, const PortBits& room) const
{
    const FabricOffer coarse = m_coarse.Offer(input, output, room);
    const FabricOffer fine = m_fine.Offer(input, output, room);
    return GoesBefore(fine, coarse) ? fine : coarse;
}

PacketPtr
MixedQueues::Pop(uint32_t input, const FabricOffer& offer, SimTime now, uint32_t& share)
{
    const uint32_t port = offer.port;
    const uint32_t priority = offer.priority;
    if (!offer.isFine)
    {
        share = m_coarse.Share(port, priority);
        PacketPtr packet = m_coarse.Pop(input, port, priority, now);
        OpenBarrier(input, port, priority, now);
        return packet;
    }
    share = m_coarse.SharesPerInput() + m_fine.Share(port, priority);
    PortQueue& queue = *m_fine.Find(input, port, priority);
    PacketPtr packet = queue.Pop();
    m_fine.SetReady(input, port, priority, !queue.Empty());
    return packet;
}

/** @brief A packet of the lane has left the coarse queue: was it the last that is older? */
void
MixedQueues::OpenBarrier(uint32_t input, uint32_t port, uint32_t priority, SimTime now)
{
    Lane& lane = m_lanes[PlaceOf(input, port, priority)];
    if (lane.barrierSince != kNever && m_coarse.CountFor(input, port, priority) == 0)
    {
        m_barrierTimes.Record((now - lane.barrierSince).Value());
        lane.barrierSince = kNever;
        m_fine.SetReady(input, port, priority, !m_fine.IsEmpty(input, port, priority));
    }
}

void
MixedQueues::MakeFine(uint32_t input, uint32_t port, SimTime now)
{
    for (uint32_t priority = 0; priority < m_classes; ++priority)
    {
        Lane& lane = m_lanes[PlaceOf(input, port, priority)];
        if (!lane.isFine)
        {
            lane.isFine = true;
            lane.barrierSince = m_coarse.CountFor(input, port, priority) > 0 ? now : kNever;
        }
    }
}

bool
MixedQueues::MakeCoarse(uint32_t input, uint32_t port)
{
    bool all = true;
    for (uint32_t priority = 0; priority < m_classes; ++priority)
    {
        Lane& lane = m_lanes[PlaceOf(input, port, priority)];
        lane = m_fine.IsEmpty(input, port, priority) ? Lane{} : lane;
        all = all && !lane.isFine;
    }
    return all;
}

Tally
MixedQueues::Held() const
{
    Tally held = m_coarse.Held();
    held += m_fine.Held();
    return held;
}

} // namespace nexsim
