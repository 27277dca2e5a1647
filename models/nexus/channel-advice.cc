// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-advice.h"

#include "models/base/run-context.h"

#include <utility>

namespace nexsim
{

std::vector<std::string>
AdviceNames()
{
    return {"heed", "ignore", "none"};
}

void
ChannelAdvice::Connect(RunContext& run,
                       Advice advice,
                       FlowadvThread& thread,
                       std::function<void()> wake)
{
    m_run = &run;
    m_advice = advice;
    m_thread = &thread;
    m_wake = std::move(wake);
}

void
ChannelAdvice::UseTable(FlowAdvisoryTable& table)
{
    m_table = &table;
    table.RelayBy(*this);
}

bool
ChannelAdvice::IsAdmissible(const Packet& packet)
{
    const FlowAdvisory* advisory = m_run->Flows()[packet.flow].advisory;
    if (advisory != m_table)
    {
        m_table->Add(packet.flow, *this);
    }
    if (m_advice != Advice::Heed)
    {
        return true;
    }
    return !HoldsFlow(packet.flow) && !m_table->At(m_table->EntryOf(packet.flow)).isSuspended;
}

void
ChannelAdvice::Hold(PacketPtr packet)
{
    ++m_holds;
    ++m_heldPackets;
    PacketFifo& held = m_held[packet->flow];
    held.Push(std::move(packet));
}

void
ChannelAdvice::TakeEvents()
{
    while (!m_events.empty())
    {
        const size_t entry = m_events.front();
        m_events.pop_front();
        m_table->Tell(entry);
        // Whoever the entry's client is, such as a source that does not send while it is suspended.
        OnAdvisoryEvent(entry);
    }
}

void
ChannelAdvice::OnAdvisoryEvent(size_t entry)
{
    const FlowAdvisoryTable::Entry& seen = m_table->At(entry);
    const auto held = m_held.find(seen.flow);
    if (seen.isSuspended || held == m_held.end())
    {
        return;
    }
    m_heldPackets -= held->second.Size();
    while (!held->second.Empty())
    {
        m_released.Push(held->second.Pop());
    }
    m_held.erase(held);
}

void
ChannelAdvice::RelayResume(FlowAdvisoryTable& table, size_t entry)
{
    m_thread->Resume(table, entry);
}

void
ChannelAdvice::RelayReport(FlowAdvisoryTable& table, size_t entry, uint32_t marks, uint32_t packets)
{
    m_thread->Report(table, entry, marks, packets);
}

void
ChannelAdvice::RelayEvent(FlowAdvisoryTable& /*table*/, size_t entry)
{
    m_events.push_back(entry);
    m_wake();
}

Tally
ChannelAdvice::Held() const
{
    Tally held = m_released.Sum();
    for (const auto& [flow, packets] : m_held)
    {
        held += packets.Sum();
    }
    return held;
}

void
ChannelAdvice::Clear()
{
    m_held.clear();
    m_released.Clear();
}

} // namespace nexsim
