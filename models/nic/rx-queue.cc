// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/rx-queue.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

void
RxQueue::Connect(NicClient& client, uint32_t nic, uint32_t number)
{
    m_client = &client;
    m_nic = nic;
    m_number = number;
}

void
RxQueue::Attach(RunContext& run, std::string path, Packets descriptors, const Blueprint& moderation)
{
    m_run = &run;
    m_path = std::move(path);
    m_ring.SetCapacity(descriptors);
    m_moderation = moderation.CreateAs<InterruptModeration>();
    m_moderation->Connect(*this);
    m_moderation->Attach(run, m_path + "/moderation");
    m_asked = m_moderation->IsImmediate() ? nullptr : ns3::PeekPointer(m_moderation);
}

void
RxQueue::RequireEnabled() const
{
    if (m_isMasked)
    {
        throw std::logic_error(
            fmt::format("{}: its interrupt is raised at {} ps while it is masked",
                        m_path,
                        m_run->Now().Value()));
    }
}

void
RxQueue::Raise()
{
    RequireEnabled();
    ++m_interrupts;
    m_wasPolled = false;
    Call();
}

void
RxQueue::Poll()
{
    RequireEnabled();
    ++m_polls;
    m_wasPolled = true;
    Call();
}

void
RxQueue::TellEnabled()
{
    HandlerRun done = m_taken;
    m_taken = HandlerRun{};
    done.raised = m_called;
    done.waiting = m_ring.Used();
    if (!m_ring.Empty())
    {
        done.oldest = m_ring.Oldest().lastMark;
        done.newest = m_ring.Newest().lastMark;
    }
    m_asked->OnEnabled(done);
}

void
RxQueue::MarkWait(Packet& packet)
{
    if (m_called > packet.lastMark)
    {
        m_holdSum += (m_called - packet.lastMark).Value();
        MarkStage(packet, Stage::InterruptHold, m_called);
    }
    MarkStage(packet, Stage::NicRing, m_run->Now());
}

void
RxQueue::ReportMetrics(MetricVisitor& visitor, const std::string& prefix, MetricRole role) const
{
    const int64_t watched = m_watched + (m_watcher != nullptr ? Taken() - m_takenBefore : 0);
    const int64_t called = Taken() - watched;
    const auto name = [&](const char* last) { return prefix + last; };
    visitor.Counter({name("packets"), "packets", "packets that found a descriptor", role},
                    m_received);
    visitor.Counter({name("ring_drops"), "packets", "packets that found none", role}, m_refused);
    visitor.Counter({name("interrupts"), "events", "interrupts raised", role}, m_interrupts);
    visitor.Rate({name("interrupt_rate"), "Hz", "interrupts raised per second", role},
                 m_interrupts);
    visitor.Counter({name("polls"), "events", "polls of the queue by a clock", role}, m_polls);
    visitor.Quotient(
        {name("packets_per_call"), "packets", "packets taken per interrupt or poll", role},
        called,
        m_interrupts + m_polls);
    visitor.Quotient({name("hold_time"),
                      "ps",
                      "mean time of a packet in memory before its interrupt or poll",
                      role},
                     m_holdSum,
                     called);
}

void
RxQueue::Clear()
{
    m_ring.Clear();
}

} // namespace nexsim
