// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/packet-recorder.h"

#include "ns3/simulator.h"

namespace nexsim
{

PacketRecorder::PacketRecorder(const PacketChoice& choice, RunContext& run)
    : m_choice(choice), m_run(run), m_places(run), m_steps(m_places)
{
}

bool
PacketRecorder::IsChosen(const Packet& packet)
{
    const FlowRecord& flow = m_run.Flows()[packet.flow];
    if (!m_choice.traffic.empty() && flow.traffic != HashName(m_choice.traffic))
    {
        return false;
    }
    if (!m_choice.flow.empty() && flow.key.ToString() != m_choice.flow)
    {
        return false;
    }
    return m_passed++ == m_choice.number;
}

void
PacketRecorder::Begin(const Packet& packet)
{
    const FlowRecord& flow = m_run.Flows()[packet.flow];
    m_found = true;
    m_flow = packet.flow;
    m_story.flow = flow.key.ToString();
    m_story.number = packet.number;
    m_story.ipBytes = packet.size;
    m_story.payloadBytes = packet.payloadBytes;
    m_story.traffic = ComponentPath(m_run, flow.traffic);
}

void
PacketRecorder::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    if (!m_found && kind == EventKind::Born && IsChosen(packet))
    {
        Begin(packet);
    }
    if (!IsWatched(packet))
    {
        return;
    }
    m_steps.Add(now, pathHash, kind, packet);
    if (kind == EventKind::Delivered || kind == EventKind::Dropped || kind == EventKind::Replaced ||
        kind == EventKind::Merged)
    {
        m_over = true;
        ns3::Simulator::Stop();
    }
}

bool
PacketRecorder::IsWatched(const Packet& packet) const
{
    return m_found && !m_over && packet.flow == m_flow && packet.number == m_story.number;
}

void
PacketRecorder::OnWork(const WorkDone& done, const Packet& packet)
{
    if (IsWatched(packet))
    {
        m_steps.AddWork(m_run.Now(), done, packet);
    }
}

std::optional<PacketStory>
PacketRecorder::Story() const
{
    if (!m_found)
    {
        return std::nullopt;
    }
    PacketStory story = m_story;
    story.steps = m_steps.Steps();
    story.until = m_run.Now();
    return story;
}

} // namespace nexsim
