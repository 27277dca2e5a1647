// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/fifo-scheduler.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FifoScheduler);

ns3::TypeId
FifoScheduler::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::FifoScheduler")
                                       .SetParent<Scheduler>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<FifoScheduler>();
    return tid;
}

void
FifoScheduler::Connect(const std::vector<ScheduledQueue>& queues)
{
    m_queues = &queues;
    m_turnsOf.resize(queues.size());
}

void
FifoScheduler::OnEnqueue(size_t queue)
{
    if (m_turnsOf[queue] < (*m_queues)[queue].disc->Length().Value())
    {
        m_turns.push_back(queue);
        ++m_turnsOf[queue];
    }
}

size_t
FifoScheduler::Select()
{
    while (!m_turns.empty())
    {
        const size_t queue = m_turns.front();
        m_turns.pop_front();
        --m_turnsOf[queue];
        if (!(*m_queues)[queue].disc->Empty())
        {
            return queue;
        }
    }
    return m_queues->size();
}

} // namespace nexsim
