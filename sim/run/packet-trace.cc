// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/packet-trace.h"

#include "models/base/component.h"
#include "models/base/hash.h"

namespace nexsim
{

PacketTrace::PacketTrace(const ScenarioRun& scenario, RunContext& run, TextSink& sink)
    : m_run(run), m_csv(sink)
{
    for (const std::string& name : scenario.measure.packets)
    {
        m_entries[HashName(name)] = name;
    }
    WriteHeader();
    m_run.GetFingerprint().AddObserver(*this);
}

PacketTrace::~PacketTrace()
{
    m_run.GetFingerprint().RemoveObserver(*this);
}

void
PacketTrace::WriteHeader()
{
    for (const char* column : {"traffic",
                               "flow",
                               "number",
                               "size_bytes",
                               "payload_bytes",
                               "created_ps",
                               "end_ps",
                               "outcome",
                               "reason",
                               "where",
                               "hops"})
    {
        m_csv.Field(column);
    }
    for (const std::string_view stage : kStageNames)
    {
        m_csv.Field(std::string(stage) + "_ps");
    }
    m_csv.Field("unstaged_ps").EndRow();
}

void
PacketTrace::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    if (packet.created < m_run.MeasureFrom() ||
        m_entries.count(m_run.Flows()[packet.flow].traffic) == 0)
    {
        return;
    }
    const std::pair<FlowIndex, uint32_t> key(packet.flow, packet.number);
    switch (kind)
    {
    case EventKind::Delivered:
        WriteRow(packet, now, "delivered", "", PathOf(pathHash));
        m_open.erase(key);
        break;
    case EventKind::Dropped: {
        const DropReason* reason = ReasonOf(pathHash);
        WriteRow(packet, now, "dropped", reason->reason, reason->component);
        m_open.erase(key);
        break;
    }
    case EventKind::Replaced:
        WriteRow(packet, now, "replaced", "", PathOf(pathHash));
        m_open.erase(key);
        break;
    case EventKind::Merged:
        WriteRow(packet, now, "merged", "", PathOf(pathHash));
        m_open.erase(key);
        break;
    default:
        m_open[key] = {&packet, pathHash};
        break;
    }
}

void
PacketTrace::WriteRow(const Packet& packet,
                      SimTime end,
                      const char* outcome,
                      const std::string& reason,
                      const std::string& where)
{
    const FlowRecord& flow = m_run.Flows()[packet.flow];
    m_csv.Field(m_entries.at(flow.traffic)).Field(flow.key.ToString());
    m_csv.Field(uint64_t{packet.number}).Field(uint64_t{packet.size});
    m_csv.Field(uint64_t{packet.payloadBytes}).Field(packet.created.Value()).Field(end.Value());
    m_csv.Field(outcome).Field(reason).Field(where).Field(uint64_t{packet.hops});
    int64_t left = (end - packet.created).Value();
    for (size_t stage = 0; stage < kStageCount; ++stage)
    {
        const bool passed = (packet.stages >> stage & 1) != 0;
        const int64_t spent = passed ? StagesOf(packet).picoseconds[stage] / packet.segments : 0;
        left -= spent;
        m_csv.Field(spent);
    }
    m_csv.Field(left).EndRow();
}

const std::string&
PacketTrace::PathOf(uint64_t hash)
{
    if (m_paths.count(hash) == 0)
    {
        for (const Component* component : m_run.Components())
        {
            m_paths.emplace(component->PathHash(), component->Path());
        }
    }
    return m_paths[hash];
}

const DropReason*
PacketTrace::ReasonOf(uint64_t hash)
{
    if (m_reasons.count(hash) == 0)
    {
        for (const DropReason& reason : m_run.GetLedger().Reasons())
        {
            m_reasons.emplace(reason.pathHash, &reason);
        }
    }
    return m_reasons.at(hash);
}

void
PacketTrace::Finish()
{
    for (const auto& [key, open] : m_open)
    {
        // A conversion ends packets without an event; their slots may have been given to others.
        if (open.packet->flow == key.first && open.packet->number == key.second)
        {
            WriteRow(*open.packet, m_run.Now(), "inside", "", PathOf(open.seen));
        }
    }
    m_open.clear();
}

} // namespace nexsim
