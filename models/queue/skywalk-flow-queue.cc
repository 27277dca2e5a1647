// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/skywalk-flow-queue.h"

namespace nexsim
{

void
SkywalkFlowList::Append(SkywalkFlowQueue& queue)
{
    queue.next = nullptr;
    queue.previous = m_tail;
    (m_tail == nullptr ? m_head : m_tail->next) = &queue;
    m_tail = &queue;
    ++m_size;
}

void
SkywalkFlowList::Remove(SkywalkFlowQueue& queue)
{
    (queue.previous == nullptr ? m_head : queue.previous->next) = queue.next;
    (queue.next == nullptr ? m_tail : queue.next->previous) = queue.previous;
    --m_size;
}

SkywalkFlowQueue*
SkywalkFlowMap::Find(const SkywalkFlowId& id) const
{
    if (m_chains.empty())
    {
        return nullptr;
    }
    SkywalkFlowQueue* queue = m_chains[id.flowHash % CHAINS].get();
    while (queue != nullptr && !(queue->id == id))
    {
        queue = queue->chained.get();
    }
    return queue;
}

SkywalkFlowQueue&
SkywalkFlowMap::Add(const SkywalkFlowId& id, const SkywalkDelayLaw& test, SimTime now)
{
    m_chains.resize(CHAINS);
    auto& chain = m_chains[id.flowHash % CHAINS];
    auto queue = std::make_unique<SkywalkFlowQueue>(id, test);
    queue->chained = std::move(chain);
    chain = std::move(queue);
    Idle(*chain, now);
    return *chain;
}

void
SkywalkFlowMap::Idle(SkywalkFlowQueue& queue, SimTime now)
{
    queue.place = SkywalkFlowQueue::Place::Empty;
    queue.emptySince = now;
    m_idle.Append(queue);
}

SkywalkFlowQueue*
SkywalkFlowMap::Lingered(SimTime now, SimTime linger) const
{
    SkywalkFlowQueue* oldest = m_idle.Front();
    return oldest != nullptr && now - oldest->emptySince >= linger ? oldest : nullptr;
}

void
SkywalkFlowMap::Erase(SkywalkFlowQueue& queue)
{
    m_idle.Remove(queue);
    std::unique_ptr<SkywalkFlowQueue>* link = &m_chains[queue.id.flowHash % CHAINS];
    while (link->get() != &queue)
    {
        link = &(*link)->chained;
    }
    *link = std::move(queue.chained);
}

} // namespace nexsim
