// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/fine-queueing-system.h"

#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FineQueueingSystem);
NS_OBJECT_ENSURE_REGISTERED(PerOutputPortQueueingSystem);
NS_OBJECT_ENSURE_REGISTERED(PerFlowQueueingSystem);

ns3::TypeId
FineQueueingSystem::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::FineQueueingSystem")
                                       .SetParent<QueueingSystem>()
                                       .SetGroupName("nexsim/switch");
    return tid;
}

ns3::TypeId
PerOutputPortQueueingSystem::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PerOutputPortQueueingSystem")
                                       .SetParent<FineQueueingSystem>()
                                       .SetGroupName("nexsim/switch")
                                       .AddConstructor<PerOutputPortQueueingSystem>();
    return tid;
}

ns3::TypeId
PerFlowQueueingSystem::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PerFlowQueueingSystem")
                                       .SetParent<FineQueueingSystem>()
                                       .SetGroupName("nexsim/switch")
                                       .AddConstructor<PerFlowQueueingSystem>();
    return tid;
}

void
FineQueueingSystem::Build()
{
    m_queues.Build(Shape(), ClassCount());
    m_queues.AddShares(Shape(), [this](const BufferUser& user) { AddShare(user); });
}

bool
FineQueueingSystem::DoEnqueue(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority)
{
    PortQueue* queue = m_queues.Find(input, port, priority);
    if (queue == nullptr)
    {
        m_queues.Put(input, port, priority, MakeQueue());
        queue = m_queues.Find(input, port, priority);
    }
    const int64_t length = queue->LengthFor(*packet);
    if (!Admit(packet, input, m_queues.Share(port, priority), length))
    {
        return false;
    }
    queue->Push(std::move(packet));
    m_queues.SetReady(input, port, priority, true);
    NoteQueueCount();
    return true;
}

FabricOffer
FineQueueingSystem::Offer(uint32_t input, uint32_t output) const
{
    return m_queues.Offer(input, output, Room());
}

PacketPtr
FineQueueingSystem::DoTake(uint32_t input, const FabricOffer& offer, uint32_t& share)
{
    share = m_queues.Share(offer.port, offer.priority);
    PortQueue& queue = *m_queues.Find(input, offer.port, offer.priority);
    PacketPtr packet = queue.Pop();
    m_queues.SetReady(input, offer.port, offer.priority, !queue.Empty());
    return packet;
}

Tally
FineQueueingSystem::Held() const
{
    return m_queues.Held();
}

std::unique_ptr<PortQueue>
PerOutputPortQueueingSystem::MakeQueue()
{
    return std::make_unique<FifoPortQueue>();
}

int64_t
PerOutputPortQueueingSystem::QueueCount() const
{
    return int64_t{Shape().InputCount()} * Shape().PortCount() * ClassCount();
}

std::unique_ptr<PortQueue>
PerFlowQueueingSystem::MakeQueue()
{
    return std::make_unique<FlowPortQueue>(m_flowQueues);
}

int64_t
PerFlowQueueingSystem::QueueCount() const
{
    return m_flowQueues;
}

} // namespace nexsim
