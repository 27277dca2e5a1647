// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/queue-set.h"

#include <fmt/format.h>

namespace nexsim
{

void
QueueSet::Build(RunContext& run,
                const std::string& path,
                const QueueSetup& setup,
                BufferManager* buffer,
                Stage stage)
{
    m_stage = stage;
    for (const auto& element : setup.classes)
    {
        const auto* value = dynamic_cast<const PolicyValue*>(ns3::PeekPointer(element));
        m_classes.push_back(ns3::DynamicCast<QueueClass>(value->Get()));
    }
    const auto add = [&](const Blueprint& blueprint, const std::string& name, int64_t weight) {
        const auto disc = blueprint.CreateAs<QueueDisc>();
        disc->Attach(run, path + name);
        disc->ShareBuffer(buffer);
        m_queues.push_back({disc, weight});
    };
    if (m_classes.empty())
    {
        add(setup.queue, "/queue", 1);
    }
    for (size_t i = 0; i < m_classes.size(); ++i)
    {
        add(m_classes[i]->Queue(), fmt::format("/queue[{}]", i), m_classes[i]->Weight());
    }
    m_only = m_queues.size() == 1 ? ns3::PeekPointer(m_queues.front().disc) : nullptr;
    m_scheduler = setup.scheduler.CreateAs<Scheduler>();
    m_scheduler->Connect(m_queues);
}

void
QueueSet::Clear()
{
    m_only = nullptr;
    m_scheduler = nullptr;
    m_queues.clear();
}

PacketPtr
QueueSet::DequeueScheduled()
{
    for (;;)
    {
        const size_t queue = m_scheduler->Select();
        if (queue >= m_queues.size())
        {
            return PacketPtr();
        }
        QueueDisc& disc = *m_queues[queue].disc;
        PacketPtr packet = disc.Dequeue();
        // Emptied by its own drops, a queue hands the turn on; one that only waits keeps it.
        if (packet || !disc.Empty())
        {
            return packet;
        }
    }
}

void
QueueSet::DropAll(DropReason& reason)
{
    while (!Empty())
    {
        const size_t queue = m_only != nullptr ? 0 : m_scheduler->Select();
        if (queue >= m_queues.size() ||
            (!m_queues[queue].disc->DropNext(reason) && !m_queues[queue].disc->Empty()))
        {
            return;
        }
    }
}

bool
QueueSet::AreAllEmpty() const
{
    for (const ScheduledQueue& queue : m_queues)
    {
        if (!queue.disc->Empty())
        {
            return false;
        }
    }
    return true;
}

size_t
QueueSet::Classify(const Packet& packet) const
{
    for (size_t i = 0; i < m_classes.size(); ++i)
    {
        if (m_classes[i]->Matches(packet))
        {
            return i;
        }
    }
    return m_classes.size() - 1; // what matches nothing joins the last queue
}

} // namespace nexsim
