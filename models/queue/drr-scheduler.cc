// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/drr-scheduler.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DrrScheduler);

ns3::TypeId
DrrScheduler::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DrrScheduler")
            .SetParent<Scheduler>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<DrrScheduler>()
            .AddAttribute("Quantum",
                          "IP bytes per turn of a queue of weight 1.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&DrrScheduler::m_quantum),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(1 << 20)));
    return tid;
}

void
DrrScheduler::Connect(const std::vector<ScheduledQueue>& queues)
{
    m_queues = &queues;
    m_inRing.resize(queues.size());
    m_credit.resize(queues.size());
}

void
DrrScheduler::OnEnqueue(size_t queue)
{
    if (!m_inRing[queue] && !(*m_queues)[queue].IsEmpty())
    {
        m_inRing[queue] = true;
        m_credit[queue] = m_quantum.Value() * (*m_queues)[queue].weight;
        m_ring.push_back(queue);
    }
}

size_t
DrrScheduler::Select()
{
    size_t heldBack = 0; // queues in a row that wait for their shapers
    while (heldBack < m_ring.size())
    {
        const size_t queue = m_ring.front();
        if ((*m_queues)[queue].IsEmpty())
        {
            m_inRing[queue] = false;
            m_ring.pop_front();
        }
        else if (m_credit[queue] <= 0)
        {
            m_credit[queue] += m_quantum.Value() * (*m_queues)[queue].weight;
            Rotate();
        }
        else if (!(*m_queues)[queue].IsReady())
        {
            // An emptied queue is taken out at its next turn.
            ++heldBack;
            Rotate();
            continue;
        }
        else
        {
            return queue;
        }
        heldBack = 0;
    }
    return m_queues->size();
}

void
DrrScheduler::OnDequeue(size_t queue, uint32_t bytes)
{
    m_credit[queue] -= bytes;
}

void
DrrScheduler::Rotate()
{
    m_ring.push_back(m_ring.front());
    m_ring.pop_front();
}

} // namespace nexsim
