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
    const size_t entry = m_entries.size();
    if (entry == static_cast<size_t>(m_capacity))
    {
        throw std::invalid_argument(
            fmt::format("{}: the table is full; give its application a FlowAdvisory with more than "
                        "{} Entries, or fewer flows that heed it",
                        Path(),
                        m_capacity));
    }
    m_entries.push_back({flow, &client});
    m_entryOf.emplace(flow, entry);
    Run().Flows()[flow].advisory = this;
    return entry;
}

void
FlowAdvisoryTable::Suspend(FlowIndex flow)
{
    ++m_entries[m_entryOf.at(flow)].suspends;
    ChangeFlag(flow, true);
}

void
FlowAdvisoryTable::Resume(FlowIndex flow)
{
    ++m_entries[m_entryOf.at(flow)].resumes;
    ChangeFlag(flow, false);
}

void
FlowAdvisoryTable::ReportCongestion(FlowIndex flow, uint32_t marks, uint32_t packets)
{
    Entry& entry = m_entries[m_entryOf.at(flow)];
    entry.ceCount += marks;
    entry.packetCount += packets;
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
        ++m_delivered;
        m_entries[entry].client->OnAdvisoryEvent(entry);
    }
    if (!m_events.empty())
    {
        m_eventTimer.ArmAt(m_events.front().at);
    }
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
