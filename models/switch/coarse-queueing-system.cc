// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/coarse-queueing-system.h"

#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CoarseQueueingSystem);
NS_OBJECT_ENSURE_REGISTERED(PerInputQueueingSystem);
NS_OBJECT_ENSURE_REGISTERED(PerOutputModuleQueueingSystem);

ns3::TypeId
CoarseQueueingSystem::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::CoarseQueueingSystem")
                                       .SetParent<QueueingSystem>()
                                       .SetGroupName("nexsim/switch");
    return tid;
}

ns3::TypeId
PerInputQueueingSystem::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PerInputQueueingSystem")
                                       .SetParent<CoarseQueueingSystem>()
                                       .SetGroupName("nexsim/switch")
                                       .AddConstructor<PerInputQueueingSystem>();
    return tid;
}

ns3::TypeId
PerOutputModuleQueueingSystem::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PerOutputModuleQueueingSystem")
                                       .SetParent<CoarseQueueingSystem>()
                                       .SetGroupName("nexsim/switch")
                                       .AddConstructor<PerOutputModuleQueueingSystem>();
    return tid;
}

void
CoarseQueueingSystem::Build()
{
    m_queues.Build(Shape(), ClassCount(), m_scope);
    m_queues.AddShares([this](const BufferUser& user) { AddShare(user); });
}

bool
CoarseQueueingSystem::DoEnqueue(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority)
{
    const int64_t length = m_queues.Length(input, port, priority);
    if (!Admit(packet, input, m_queues.Share(port, priority), length))
    {
        return false;
    }
    m_queues.Push(std::move(packet), input, port, priority, Now());
    return true;
}

FabricOffer
CoarseQueueingSystem::Offer(uint32_t input, uint32_t output) const
{
    return m_queues.Offer(input, output, Room());
}

PacketPtr
CoarseQueueingSystem::DoTake(uint32_t input, const FabricOffer& offer, uint32_t& share)
{
    share = m_queues.Share(offer.port, offer.priority);
    return m_queues.Pop(input, offer.port, offer.priority, Now());
}

void
CoarseQueueingSystem::OnRoom(uint32_t port, bool hasRoom)
{
    m_queues.OnRoom(port, hasRoom, Now());
}

int64_t
CoarseQueueingSystem::QueueCount() const
{
    return m_queues.Count();
}

unsigned __int128
CoarseQueueingSystem::HeadOfLineBlocked() const
{
    return m_queues.Blocked(Now());
}

Tally
CoarseQueueingSystem::Held() const
{
    return m_queues.Held();
}

} // namespace nexsim
