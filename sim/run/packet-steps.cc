// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/packet-steps.h"

#include "models/host/core.h"

namespace nexsim
{

void
PacketSteps::NoteStages(const Packet& packet, Spent what, PacketStep& step)
{
    for (unsigned left = packet.stages; left != 0; left &= left - 1)
    {
        const auto stage = static_cast<size_t>(__builtin_ctz(left));
        const int64_t total = StagesOf(packet).picoseconds[stage] / packet.segments;
        if (what == Spent::Tell && total != m_before.picoseconds[stage])
        {
            step.spent.emplace_back(static_cast<Stage>(stage),
                                    SimTime(total - m_before.picoseconds[stage]));
        }
        m_before.picoseconds[stage] = total;
    }
}

void
PacketSteps::AddWork(SimTime now, const WorkDone& done, const Packet& packet)
{
    PacketStep step;
    step.at = now;
    step.where = done.core.Path();
    step.costs = CostsOf(done);
    NoteStages(packet, Spent::Tell, step);
    m_steps.push_back(std::move(step));
}

void
PacketSteps::Add(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    const EventPlace& place = m_places->Of(pathHash);
    PacketStep step;
    step.at = now;
    step.kind = kind;
    step.where = place.where;
    step.reason = place.reason;
    const bool isMarked = packet.ecn == Ecn::Congestion;
    step.gotMarked = isMarked && !m_wasMarked;
    m_wasMarked = isMarked;
    step.segments = packet.segments;
    step.segmentsBefore = m_segments == 0 ? packet.segments : m_segments;
    m_segments = packet.segments;
    NoteStages(packet, kind == EventKind::Converted ? Spent::Forget : Spent::Tell, step);
    const bool ended = kind == EventKind::Dropped || kind == EventKind::Replaced;
    if (ended && now > packet.lastMark)
    {
        step.waited = now - packet.lastMark;
    }
    m_steps.push_back(std::move(step));
}

} // namespace nexsim
