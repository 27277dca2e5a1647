// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-reaper.h"

#include "models/base/attributes.h"
#include "models/nexus/flow-manager.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FlowReaper);

ns3::TypeId
FlowReaper::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FlowReaper")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<FlowReaper>()
            .AddAttribute("Period",
                          "How often it looks while entries linger (XNU: fsw_flow_reap_interval).",
                          QuantityDefault(Seconds(1)),
                          MakeQuantityAccessor(&FlowReaper::m_period),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(100'000)))
            .AddAttribute("Linger",
                          "How long the entry of a TCP connection stays that its application has "
                          "left (XNU: twice tcp_msl of 15 s, at least 1 s, at most 120 s).",
                          QuantityDefault(Seconds(30)),
                          MakeQuantityAccessor(&FlowReaper::m_linger),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(100'000)));
    return tid;
}

void
FlowReaper::DoAttach()
{
    m_timer.Bind<&FlowReaper::OnTimer>(*this, Priority::PolicyTimer);
}

void
FlowReaper::Close(FlowIndex flow, FlowEnd end)
{
    FlowEntry* const entry = m_flows->Withdraw(flow);
    if (entry != nullptr) // else a listener's, which goes on
    {
        End(*entry, end);
    }
}

void
FlowReaper::End(FlowEntry& entry, FlowEnd end)
{
    if (end == FlowEnd::Remove || !entry.isTcp)
    {
        ++m_removed;
        m_flows->Free(entry);
        return;
    }
    CountLingering();
    ++m_lingered;
    m_list.emplace_back(Now() + m_linger, &entry);
    m_most = std::max(m_most, static_cast<int64_t>(m_list.size()));
    m_timer.ArmAt(Now());
}

void
FlowReaper::OnTimer()
{
    ++m_passes;
    CountLingering();
    while (!m_list.empty() && m_list.front().first <= Now())
    {
        ++m_freed;
        m_flows->Free(*m_list.front().second);
        m_list.pop_front();
    }
    if (!m_list.empty())
    {
        m_timer.ArmAt(Now() + m_period);
    }
}

void
FlowReaper::CountLingering()
{
    m_integral = Integral();
    m_countedAt = Now();
}

unsigned __int128
FlowReaper::Integral() const
{
    return m_integral + static_cast<unsigned __int128>(m_list.size()) *
                            static_cast<unsigned __int128>((Now() - m_countedAt).Value());
}

std::optional<std::string>
FlowReaper::FindError() const
{
    const size_t entries = m_flows->EntryCount();
    const auto lingering = static_cast<int64_t>(m_list.size());
    if (entries == m_flows->TableSize() + m_list.size() && m_lingered == m_freed + lingering)
    {
        return std::nullopt;
    }
    return fmt::format("of {} entries {} are in the table and {} linger; {} have lingered and {} "
                       "were freed after it",
                       entries,
                       m_flows->TableSize(),
                       lingering,
                       m_lingered,
                       m_freed);
}

void
FlowReaper::BeginMeasurement()
{
    m_most = static_cast<int64_t>(m_list.size());
}

void
FlowReaper::ReportMetrics(MetricVisitor& visitor) const
{
    const auto lingering = static_cast<int64_t>(m_list.size());
    visitor.Level({"entries", "1", "flow entries that there are"},
                  static_cast<int64_t>(m_flows->EntryCount()));
    visitor.Level({"table_entries", "1", "of these, that packets may find"},
                  static_cast<int64_t>(m_flows->TableSize()));
    visitor.Level({"lingering", "1", "and that linger"}, lingering);
    visitor.Maximum({"most_lingering", "1", "most of them at a time"}, m_most);
    visitor.TimeAverage({"mean_lingering", "1", "of them, over time"}, Integral());
    visitor.Counter(
        {"removed_flows",
         "1",
         "entries of flows that their application closed, and of those without connections"},
        m_removed);
    visitor.Counter({"lingered_flows", "1", "entries of connections that it left"}, m_lingered);
    visitor.Counter({"reaped_flows", "1", "of these, freed"}, m_freed);
    visitor.Counter({"passes", "1", "looks for entries to free"}, m_passes);
}

} // namespace nexsim
