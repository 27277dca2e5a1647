// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/packet-recorder.h"

#include "models/base/component.h"

#include "ns3/simulator.h"

namespace nexsim
{

PacketRecorder::PacketRecorder(const PacketChoice& choice, RunContext& run)
    : m_choice(choice), m_run(run)
{
    m_run.GetFingerprint().AddObserver(*this);
}

PacketRecorder::~PacketRecorder()
{
    m_run.GetFingerprint().RemoveObserver(*this);
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
    for (const Component* component : m_run.Components())
    {
        if (component->PathHash() == flow.traffic)
        {
            m_story.traffic = component->Path();
        }
    }
}

void
PacketRecorder::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    if (!m_found && kind == EventKind::Born && IsChosen(packet))
    {
        Begin(packet);
    }
    if (!m_found || m_over || packet.flow != m_flow || packet.number != m_story.number)
    {
        return;
    }
    AddStep(now, pathHash, kind, packet);
    if (kind == EventKind::Delivered || kind == EventKind::Dropped)
    {
        m_over = true;
        ns3::Simulator::Stop();
    }
}

void
PacketRecorder::AddStep(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    PacketStep step;
    step.at = now;
    step.kind = kind;
    NamePlace(step, pathHash);
    for (unsigned left = packet.stages; left != 0; left &= left - 1)
    {
        const auto stage = static_cast<size_t>(__builtin_ctz(left));
        const int64_t total = StagesOf(packet).picoseconds[stage];
        if (total != m_before.picoseconds[stage])
        {
            step.spent.emplace_back(static_cast<Stage>(stage),
                                    SimTime(total - m_before.picoseconds[stage]));
            m_before.picoseconds[stage] = total;
        }
    }
    if (kind == EventKind::Dropped && now > packet.lastMark)
    {
        step.waited = now - packet.lastMark;
    }
    m_story.steps.push_back(std::move(step));
}

void
PacketRecorder::NamePlace(PacketStep& step, uint64_t pathHash) const
{
    for (const DropReason& reason : m_run.GetLedger().Reasons())
    {
        if (step.kind == EventKind::Dropped && reason.pathHash == pathHash)
        {
            step.where = reason.component;
            step.reason = reason.reason;
        }
    }
    for (const Component* component : m_run.Components())
    {
        if (step.kind != EventKind::Dropped && component->PathHash() == pathHash)
        {
            step.where = component->Path();
        }
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
    story.until = m_run.Now();
    return story;
}

} // namespace nexsim
