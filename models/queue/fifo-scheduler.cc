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
    m_turns.resize(queues.size());
}

void
FifoScheduler::OnEnqueue(size_t queue)
{
    const auto turns = static_cast<int64_t>(m_turns[queue].size());
    if (turns < (*m_queues)[queue].Waiting())
    {
        m_turns[queue].push_back(m_nextTurn++);
    }
}

size_t
FifoScheduler::Select()
{
    size_t first = m_queues->size();
    for (size_t i = 0; i < m_queues->size(); ++i)
    {
        if ((*m_queues)[i].IsEmpty())
        {
            m_turns[i].clear();
        }
        else if ((first == m_queues->size() || m_turns[i].front() < m_turns[first].front()) &&
                 (*m_queues)[i].IsReady())
        {
            first = i;
        }
    }
    if (first < m_queues->size())
    {
        m_turns[first].pop_front();
    }
    return first;
}

} // namespace nexsim
