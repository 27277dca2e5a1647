// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/flow-recorder.h"

#include "models/host/core.h"

#include <algorithm>

namespace nexsim
{

FlowRecorder::FlowRecorder(std::string flow, RunContext& run)
    : m_flow(std::move(flow)), m_run(run), m_places(run), m_story(std::make_unique<FlowStory>())
{
    m_story->flow = m_flow;
}

bool
FlowRecorder::IsOfFlow(const Packet& packet)
{
    const FlowKey& key = m_run.Flows()[packet.flow].key;
    const auto known = m_isOfFlow.find(packet.flow);
    if (known != m_isOfFlow.end() && known->second.first == key)
    {
        return known->second.second;
    }
    const bool isOfFlow = key.ToString() == m_flow;
    m_isOfFlow[packet.flow] = {key, isOfFlow};
    return isOfFlow;
}

void
FlowRecorder::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    if (!IsOfFlow(packet))
    {
        return;
    }
    if (kind == EventKind::Born)
    {
        m_story->traffic = m_born == 0 ? ComponentPath(m_run, m_run.Flows()[packet.flow].traffic)
                                       : m_story->traffic;
        m_story->sent.AddSegments(packet);
        m_story->sentGaps.Add(now);
        m_inside[packet.number] = {m_born++, now, {}};
        return;
    }
    if (kind == EventKind::Converted)
    {
        // One of several segments, of which the first has the number that was born.
        const auto sibling = m_inside.find(packet.number - 1);
        const uint64_t order = sibling != m_inside.end() ? sibling->second.order : m_born;
        m_inside.emplace(packet.number, Inside{order, now, {}}); // unless it is known already
    }
    const auto found = m_inside.find(packet.number);
    if (found == m_inside.end())
    {
        return;
    }
    Inside& inside = found->second;
    if (kind == EventKind::Transmitted)
    {
        OnTransmitted(now, pathHash, inside);
    }
    else if (kind == EventKind::Arrived)
    {
        FlowHop& hop = m_story->hops[HopAt(pathHash)];
        ++hop.arrived;
        hop.crossSum += now - inside.last;
    }
    inside.last = now;
    if (kind == EventKind::Delivered)
    {
        OnDelivered(now, packet, inside);
        m_inside.erase(found);
    }
    else if (kind == EventKind::Dropped)
    {
        OnDropped(pathHash, packet);
        m_inside.erase(found);
    }
    else if (kind == EventKind::Replaced)
    {
        m_story->replaced.AddSegments(packet);
        m_inside.erase(found);
    }
    else if (kind == EventKind::Merged)
    {
        m_inside.erase(found);
    }
}

void
FlowRecorder::OnWork(const WorkDone& done, const Packet& packet)
{
    if (!IsOfFlow(packet))
    {
        return;
    }
    const auto [known, isNew] = m_workOf.emplace(&done.core, std::pair(m_story->work.size(), 0));
    auto& [index, last] = known->second;
    if (isNew)
    {
        m_story->work.push_back({done.core.Path(), 0, {}});
    }
    if (last == done.number)
    {
        return;
    }
    last = done.number;
    ++m_story->work[index].pieces;
    AddCosts(m_story->work[index].costs, CostsOf(done));
}

size_t
FlowRecorder::HopAt(uint64_t pathHash)
{
    const auto [place, isNew] = m_hopOf.emplace(pathHash, m_story->hops.size());
    if (isNew)
    {
        m_story->hops.emplace_back();
        m_story->hops.back().link = m_places.Of(pathHash).where;
    }
    return place->second;
}

void
FlowRecorder::OnTransmitted(SimTime now, uint64_t pathHash, Inside& inside)
{
    const size_t index = HopAt(pathHash);
    FlowHop& hop = m_story->hops[index];
    const SimTime waited = now - inside.last;
    ++hop.packets;
    hop.waitSum += waited;
    hop.longestWait = std::max(hop.longestWait, waited);
    inside.hops.push_back(index);
}

void
FlowRecorder::OnDelivered(SimTime now, const Packet& packet, const Inside& inside)
{
    m_story->delivered.AddSegments(packet);
    m_story->marked += packet.ecn == Ecn::Congestion ? packet.segments : 0;
    m_story->deliveredGaps.Add(now);
    const auto [path, isNew] = m_pathOf.emplace(inside.hops, m_story->paths.size());
    if (isNew)
    {
        m_story->paths.push_back({inside.hops, 0});
    }
    ++m_story->paths[path->second].delivered;
    StageClock stages{};
    for (unsigned left = packet.stages; left != 0; left &= left - 1)
    {
        const auto stage = static_cast<size_t>(__builtin_ctz(left));
        const int64_t sum = StagesOf(packet).picoseconds[stage];
        stages.picoseconds[stage] = sum / packet.segments;
        m_story->stageSums[stage] += static_cast<unsigned __int128>(sum);
    }
    const SimTime latency = now - packet.created;
    m_story->latency.Record(latency.Value(), packet.segments);
    if (!m_story->worst || latency > m_story->worst->latency)
    {
        m_story->worst = {inside.order, latency, packet.created, stages};
    }
}

void
FlowRecorder::OnDropped(uint64_t pathHash, const Packet& packet)
{
    const auto [loss, isNew] = m_lossOf.emplace(pathHash, m_story->losses.size());
    if (isNew)
    {
        const EventPlace& place = m_places.Of(pathHash);
        m_story->losses.push_back({place.where, place.reason, {}});
    }
    m_story->losses[loss->second].lost.AddSegments(packet);
}

std::unique_ptr<FlowStory>
FlowRecorder::Take()
{
    return m_born == 0 ? nullptr : std::move(m_story);
}

} // namespace nexsim
