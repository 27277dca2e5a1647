// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/flow-advisory-table.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FlowAdvisoryTable);

ns3::TypeId
FlowAdvisoryTable::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FlowAdvisoryTable")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/host")
            .AddConstructor<FlowAdvisoryTable>()
            .AddAttribute("Entries",
                          "Flows that can be in the table.",
                          IntegerValue(512),
                          MakeQuantityAccessor(&FlowAdvisoryTable::m_capacity),
                          MakeIntegerRangeChecker(1, 65'536))
            .AddAttribute("FlagLatency",
                          "From a queue's decision to the flag that the sender reads.",
                          QuantityDefault(NanoSeconds(50)),
                          MakeQuantityAccessor(&FlowAdvisoryTable::m_flagLatency),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("EventLatency",
                          "From the change of the flag to the event that wakes a waiting sender.",
                          QuantityDefault(MicroSeconds(50)),
                          MakeQuantityAccessor(&FlowAdvisoryTable::m_eventLatency),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)));
    return tid;
}

void
FlowAdvisoryTable::DoAttach()
{
    // Before the senders' timers: who tries at the instant at which the flag changes sees it.
    m_flagTimer.Bind<&FlowAdvisoryTable::OnFlags>(*this, Priority::Arrival);
    m_eventTimer.Bind<&FlowAdvisoryTable::OnEvents>(*this, Priority::Arrival);
}

size_t
FlowAdvisoryTable::Add(FlowIndex flow, FlowAdvisoryClient& client)
{
    const size_t entry = FindFree(flow);
    if (entry == static_cast<size_t>(m_capacity))
    {
        throw std::invalid_argument(
            fmt::format("{}: the table is full; give its application a FlowAdvisory with more than "
                        "{} Entries, or fewer flows that heed it",
                        Path(),
                        m_capacity));
    }
    if (entry == m_entries.size())
    {
        m_entries.push_back({flow, &client});
    }
    else
    {
        m_entryOf.erase(m_entries[entry].flow);
        m_entries[entry].flow = flow;
        m_entries[entry].client = &client;
        m_entries[entry].isSuspended = false;
    }
    m_entryOf.emplace(flow, entry);
    Run().Flows()[flow].advisory = this;
    return entry;
}

/** The entry that this index has had for a flow before, a new one, or one whose flow is over. */
size_t
FlowAdvisoryTable::FindFree(FlowIndex flow) const
{
    const auto known = m_entryOf.find(flow);
    if (known != m_entryOf.end())
    {
        return known->second;
    }
    const FlowTable& flows = Run().Flows();
    size_t entry = m_entries.size();
    for (size_t i = 0; entry == static_cast<size_t>(m_capacity) && i < m_entries.size(); ++i)
    {
        const FlowIndex old = m_entries[i].flow;
        if (!flows.IsOpen(old) || flows[old].advisory != this)
        {
            entry = i;
        }
    }
    return entry;
}

void
FlowAdvisoryTable::Suspend(FlowIndex flow)
{
    const size_t entry = m_entryOf.at(flow);
    ++m_entries[entry].suspends;
    if (m_relay != nullptr)
    {
        SetFlag(entry, true);
        return;
    }
    ChangeFlag(flow, true);
}

void
FlowAdvisoryTable::Resume(FlowIndex flow)
{
    const size_t entry = m_entryOf.at(flow);
    ++m_entries[entry].resumes;
    if (m_relay != nullptr)
    {
        m_relay->RelayResume(*this, entry);
        return;
    }
    ChangeFlag(flow, false);
}

void
FlowAdvisoryTable::ClearFlag(size_t entry)
{
    SetFlag(entry, false);
}

void
FlowAdvisoryTable::SetFlag(size_t entry, bool isSuspended)
{
    m_entries[entry].isSuspended = isSuspended;
    m_events.push_back({Now() + m_eventLatency, entry, isSuspended});
    m_eventTimer.ArmAt(m_events.front().at);
}

void
FlowAdvisoryTable::ReportCongestion(FlowIndex flow, uint32_t marks, uint32_t packets)
{
    const size_t entry = m_entryOf.at(flow);
    if (m_relay != nullptr)
    {
        m_relay->RelayReport(*this, entry, marks, packets);
        return;
    }
    Count(entry, marks, packets);
}

void
FlowAdvisoryTable::Count(size_t entry, uint32_t marks, uint32_t packets)
{
    m_entries[entry].ceCount += marks;
    m_entries[entry].packetCount += packets;
}

void
FlowAdvisoryTable::ChangeFlag(FlowIndex flow, bool isSuspended)
{
    m_flags.push_back({Now() + m_flagLatency, m_entryOf.at(flow), isSuspended});
    m_flagTimer.ArmAt(m_flags.front().at);
}

void
FlowAdvisoryTable::OnFlags()
{
    while (!m_flags.empty() && m_flags.front().at <= Now())
    {
        Change change = m_flags.front();
        m_flags.pop_front();
        m_entries[change.entry].isSuspended = change.isSuspended;
        change.at = Now() + m_eventLatency;
        m_events.push_back(change);
    }
    if (!m_flags.empty())
    {
        m_flagTimer.ArmAt(m_flags.front().at);
    }
    m_eventTimer.ArmAt(m_events.front().at);
}

void
FlowAdvisoryTable::OnEvents()
{
    while (!m_events.empty() && m_events.front().at <= Now())
    {
        const size_t entry = m_events.front().entry;
        m_events.pop_front();
        if (m_relay != nullptr)
        {
            m_relay->RelayEvent(*this, entry);
            continue;
        }
        Tell(entry);
    }
    if (!m_events.empty())
    {
        m_eventTimer.ArmAt(m_events.front().at);
    }
}

void
FlowAdvisoryTable::Tell(size_t entry)
{
    ++m_delivered;
    m_entries[entry].client->OnAdvisoryEvent(entry);
}

void
FlowAdvisoryTable::ReportMetrics(MetricVisitor& visitor) const
{
    int64_t suspended = 0;
    Entry sum{};
    for (const Entry& entry : m_entries)
    {
        suspended += entry.isSuspended ? 1 : 0;
        sum.suspends += entry.suspends;
        sum.resumes += entry.resumes;
        sum.ceCount += entry.ceCount;
        sum.packetCount += entry.packetCount;
    }
    visitor.Counter({"suspends", "events", "flows told to pause"}, sum.suspends);
    visitor.Counter({"resumes", "events", "flows told to go on"}, sum.resumes);
    visitor.Counter({"events", "events", "events that reached their senders"}, m_delivered);
    visitor.Counter({"ce_cnt", "packets", "reported instead of marked"}, sum.ceCount);
    visitor.Counter({"pkt_cnt", "packets", "that these were among"}, sum.packetCount);
    visitor.Level({"suspended", "1", "flows whose flag is set"}, suspended);
}

} // namespace nexsim
