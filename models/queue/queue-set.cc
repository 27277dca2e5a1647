// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/queue-set.h"

#include "models/queue/first-match-classifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

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
    BufferUser user;
    user.port = buffer != nullptr ? buffer->AddPort() : 0;
    user.portRate = setup.rate;
    if (m_classes.empty())
    {
        if (!setup.classifier.IsEmpty() &&
            setup.classifier.GetTypeId() != FirstMatchClassifier::GetTypeId())
        {
            throw std::invalid_argument(path + ": a Classifier needs Queues to choose from");
        }
        Add(run, path + "/queue", setup.queue, user, buffer);
    }
    for (size_t i = 0; i < m_classes.size(); ++i)
    {
        QueueClass& added = *m_classes[i];
        const std::string queue = fmt::format("{}/queue[{}]", path, i);
        added.Connect(run, queue);
        user.position = static_cast<uint32_t>(i);
        user.weight = added.Weight();
        user.shapingRate = added.ShapingRate();
        Add(run, queue, added.Queue(), user, buffer);
        if (!added.ShapingRate().IsUnlimited())
        {
            auto& shaper = m_queues.back().shaper;
            shaper = std::make_unique<Shaper>(*m_queues.back().disc,
                                              added.ShapingRate(),
                                              added.ShapingBurst());
            shaper->Attach(run, queue + "/shaper");
            m_needsWake = true;
        }
    }
    m_only = m_queues.size() == 1 && !m_queues.front().shaper
                 ? ns3::PeekPointer(m_queues.front().disc)
                 : nullptr;
    if (!m_classes.empty())
    {
        const Blueprint standard(FirstMatchClassifier::GetTypeId());
        const Blueprint& classifier = setup.classifier.IsEmpty() ? standard : setup.classifier;
        m_classifier = classifier.CreateAs<Classifier>();
        m_classifier->Connect(run, m_classes);
    }
    if (m_only == nullptr)
    {
        m_scheduler = setup.scheduler.CreateAs<Scheduler>();
        m_scheduler->Connect(m_queues);
    }
}

void
QueueSet::Clear()
{
    m_only = nullptr;
    m_scheduler = nullptr;
    m_queues.clear();
}

void
QueueSet::Add(RunContext& run,
              const std::string& path,
              const Blueprint& blueprint,
              const BufferUser& user,
              BufferManager* buffer)
{
    const auto disc = blueprint.CreateAs<QueueDisc>();
    disc->Attach(run, path);
    disc->ShareBuffer(buffer, user);
    m_needsWake = disc->WakeBy(m_wake) || m_needsWake;
    m_letsNoneWait = disc->LetsNoneWait() || m_letsNoneWait;
    m_queues.push_back({disc, user.weight, nullptr});
}

PacketPtr
QueueSet::DequeueScheduled()
{
    for (;;)
    {
        const size_t queue = m_scheduler->Select();
        if (queue >= m_queues.size())
        {
            WakeLater();
            return PacketPtr();
        }
        PacketPtr packet = m_queues[queue].Take();
        if (packet)
        {
            m_scheduler->OnDequeue(queue, packet->size);
        }
        // Emptied by its own drops or held back, a queue hands the turn on.
        if (packet || m_queues[queue].IsReady())
        {
            return packet;
        }
    }
}

void
QueueSet::DropAll(DropReason& reason)
{
    for (const ScheduledQueue& queue : m_queues)
    {
        if (queue.shaper)
        {
            queue.shaper->DropNext(reason);
        }
        while (!queue.disc->Empty() && queue.disc->DropNext(reason))
        {
        }
    }
    if (m_only == nullptr && AreAllEmpty())
    {
        m_scheduler->Select(); // it sees that nothing waits, and forgets whose turn it was
    }
}

void
QueueSet::DropWaiting()
{
    for (const ScheduledQueue& queue : m_queues)
    {
        if (queue.disc->LetsNoneWait())
        {
            queue.disc->DropWaiting();
        }
    }
    if (m_only == nullptr && AreAllEmpty())
    {
        m_scheduler->Select(); // as in DropAll
    }
}

void
QueueSet::WakeLater()
{
    SimTime earliest = kNever;
    for (const ScheduledQueue& queue : m_queues)
    {
        earliest = queue.shaper ? std::min(earliest, queue.shaper->ReadyAt()) : earliest;
    }
    if (earliest != kNever)
    {
        m_wake.ArmAt(earliest);
    }
}

bool
QueueSet::AreAllEmpty() const
{
    for (const ScheduledQueue& queue : m_queues)
    {
        if (!queue.IsEmpty())
        {
            return false;
        }
    }
    return true;
}

Packets
QueueSet::Length() const
{
    Packets length(0);
    for (const ScheduledQueue& queue : m_queues)
    {
        length += queue.disc->Length();
    }
    return length;
}

void
QueueSet::AddStartDelay(SimTime delay)
{
    for (const ScheduledQueue& queue : m_queues)
    {
        queue.disc->AddStartDelay(delay);
    }
}

} // namespace nexsim
