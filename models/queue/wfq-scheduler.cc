// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/wfq-scheduler.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(WfqScheduler);

ns3::TypeId
WfqScheduler::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::WfqScheduler")
                                       .SetParent<Scheduler>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<WfqScheduler>();
    return tid;
}

void
WfqScheduler::Connect(const std::vector<ScheduledQueue>& queues)
{
    m_queues = &queues;
    m_tags.resize(queues.size());
}

void
WfqScheduler::OnEnqueue(size_t queue)
{
    Queue& tags = m_tags[queue];
    if (!tags.active && !(*m_queues)[queue].IsEmpty())
    {
        const auto isActive = [](const Queue& other) { return other.active; };
        if (std::none_of(m_tags.begin(), m_tags.end(), isActive))
        {
            // After an idle period nobody owes anything.
            for (const Queue& other : m_tags)
            {
                m_now = std::max(m_now, other.start);
            }
        }
        tags.active = true;
        tags.start = std::max(tags.start, m_now);
    }
}

size_t
WfqScheduler::Select()
{
    size_t first = m_queues->size();
    for (size_t i = 0; i < m_queues->size(); ++i)
    {
        m_tags[i].active = m_tags[i].active && !(*m_queues)[i].IsEmpty();
        const bool isEarlier = m_tags[i].active &&
                               (first == m_queues->size() || m_tags[i].start < m_tags[first].start);
        if (isEarlier && (*m_queues)[i].IsReady())
        {
            first = i;
        }
    }
    return first;
}

void
WfqScheduler::OnDequeue(size_t queue, uint32_t bytes)
{
    Queue& tags = m_tags[queue];
    // A queue that its shaper held back starts late; virtual time does not go back for it.
    m_now = std::max(m_now, tags.start);
    tags.start =
        m_now + (static_cast<Tag>(bytes) << 32) / static_cast<uint64_t>((*m_queues)[queue].weight);
    tags.active = !(*m_queues)[queue].IsEmpty();
}

} // namespace nexsim
