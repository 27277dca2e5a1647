// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/strict-priority-scheduler.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(StrictPriorityScheduler);

ns3::TypeId
StrictPriorityScheduler::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::StrictPriorityScheduler")
                                       .SetParent<Scheduler>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<StrictPriorityScheduler>();
    return tid;
}

void
StrictPriorityScheduler::Connect(const std::vector<ScheduledQueue>& queues)
{
    m_queues = &queues;
}

void
StrictPriorityScheduler::OnEnqueue(size_t /*queue*/)
{
}

size_t
StrictPriorityScheduler::Select()
{
    size_t queue = 0;
    while (queue < m_queues->size() && !(*m_queues)[queue].IsReady())
    {
        ++queue;
    }
    return queue;
}

} // namespace nexsim
