// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/timeline-packets.h"

#include "sim/run/packet-story.h"

#include <algorithm>
#include <array>

namespace nexsim
{

namespace
{

constexpr const char* kPacketCategory = "packet";

/** @brief In which order packets mostly pass the stages from one step to the next. */
constexpr std::array<Stage, kStageCount> kInPassing = {Stage::Application,
                                                       Stage::InterruptHold,
                                                       Stage::NicRing,
                                                       Stage::ChannelRing,
                                                       Stage::AqmQueue,
                                                       Stage::SwitchQueue,
                                                       Stage::CoreWait,
                                                       Stage::WakeUp,
                                                       Stage::Reassembly,
                                                       Stage::BatchWait,
                                                       Stage::Classification,
                                                       Stage::SystemCall,
                                                       Stage::Copy,
                                                       Stage::UserStack,
                                                       Stage::Serialisation,
                                                       Stage::Propagation};

const char*
OutcomeOf(EventKind kind)
{
    switch (kind)
    {
    case EventKind::Delivered:
        return "delivered";
    case EventKind::Dropped:
        return "dropped";
    case EventKind::Replaced:
        return "replaced";
    case EventKind::Merged:
        return "merged";
    default:
        return nullptr;
    }
}

} // namespace

TimelinePackets::TimelinePackets(const WindowSpec& window,
                                 RunContext& run,
                                 TimelineTracks& tracks,
                                 TraceEventWriter& writer)
    : m_window(window), m_run(run), m_tracks(tracks), m_writer(writer), m_places(run)
{
}

const std::string&
TimelinePackets::TrafficOf(const Packet& packet)
{
    return m_places.Of(m_run.Flows()[packet.flow].traffic).where;
}

TraceArgs
TimelinePackets::Describe(const Packet& packet)
{
    return TraceArgs()
        .Add("flow", m_run.Flows()[packet.flow].key.ToString())
        .Add("number", int64_t{packet.number})
        .Add("ip_bytes", int64_t{packet.size});
}

void
TimelinePackets::Begin(SimTime now, const Packet& packet, std::optional<uint64_t> birth)
{
    Open open(m_places);
    open.id = m_writer.NextId();
    open.name = TrafficOf(packet);
    open.track = {m_tracks.ProcessOf(open.name), 0};
    open.drawn = birth ? packet.created : std::max(now, packet.lastMark);
    TraceArgs args = Describe(packet);
    if (birth)
    {
        args.Add("packet", static_cast<int64_t>(*birth));
    }
    m_writer.Nested(NestedStep::Begin,
                    open.track,
                    kPacketCategory,
                    open.id,
                    open.name,
                    open.drawn,
                    args);
    m_open.erase({packet.flow, packet.number});
    m_open.emplace(Key(packet.flow, packet.number), std::move(open));
}

void
TimelinePackets::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    const bool isBorn = kind == EventKind::Born;
    const uint64_t birth = isBorn ? m_births++ : 0;
    auto found = m_open.find({packet.flow, packet.number});
    const bool begins = isBorn || (kind == EventKind::Converted && found == m_open.end());
    if (begins && now >= m_window.from && now < m_window.to)
    {
        Begin(now, packet, isBorn ? std::optional<uint64_t>(birth) : std::nullopt);
        found = m_open.find({packet.flow, packet.number});
    }
    if (found == m_open.end() || found->second.isOver)
    {
        return;
    }
    Open& open = found->second;
    open.steps.Add(now, pathHash, kind, packet);
    DrawStep(packet, open);
    if (kind == EventKind::Converted && packet.payload != nullptr)
    {
        End(now, open, "flooded");
        open.isOver = true;
    }
    else if (const char* const outcome = OutcomeOf(kind))
    {
        End(now, open, outcome);
        m_open.erase(found);
    }
}

void
TimelinePackets::OnWork(const WorkDone& done, const Packet& packet)
{
    const auto found = m_open.find({packet.flow, packet.number});
    if (found != m_open.end() && !found->second.isOver)
    {
        found->second.steps.AddWork(m_run.Now(), done, packet);
        DrawStep(packet, found->second);
    }
}

void
TimelinePackets::DrawStep(const Packet& packet, Open& open)
{
    const PacketStep& step = open.steps.Steps().back();
    const auto number = static_cast<int64_t>(open.steps.Steps().size() - 1);
    SimTime from = packet.lastMark;
    for (const auto& [stage, span] : step.spent)
    {
        from -= span;
    }
    const auto draw = [&](std::string_view name, SimTime span) {
        const TraceArgs args = TraceArgs().Add("step", number);
        m_writer.Nested(NestedStep::Begin, open.track, kPacketCategory, open.id, name, from, args);
        from += span;
        m_writer.Nested(NestedStep::End, open.track, kPacketCategory, open.id, name, from);
    };
    for (const Stage stage : kInPassing)
    {
        const auto spent = std::find_if(step.spent.begin(),
                                        step.spent.end(),
                                        [stage](const auto& part) { return part.first == stage; });
        if (spent != step.spent.end())
        {
            draw(kStageNames[static_cast<size_t>(stage)], spent->second);
        }
    }
    if (step.waited > SimTime(0))
    {
        draw("waited", step.waited);
    }
    open.drawn = std::max({open.drawn, from, step.at});
    m_writer.Nested(NestedStep::Instant,
                    open.track,
                    kPacketCategory,
                    open.id,
                    StepText(step),
                    step.at,
                    TraceArgs().Add("step", number).Add("where", step.where));
}

void
TimelinePackets::End(SimTime now, Open& open, const char* outcome)
{
    m_writer.Nested(NestedStep::End,
                    open.track,
                    kPacketCategory,
                    open.id,
                    open.name,
                    std::max(now, open.drawn),
                    TraceArgs().Add("outcome", outcome));
    if (open.hasArrow)
    {
        m_writer.Arrow(ArrowStep::End, open.touched->track, open.id, open.touched->at);
    }
}

void
TimelinePackets::Touch(const Packet& packet, TraceTrack track, SimTime at)
{
    const auto found = m_open.find({packet.flow, packet.number});
    if (found == m_open.end() || found->second.isOver)
    {
        return;
    }
    Open& open = found->second;
    if (open.touched)
    {
        const ArrowStep step = open.hasArrow ? ArrowStep::Further : ArrowStep::Begin;
        m_writer.Arrow(step, open.touched->track, open.id, open.touched->at);
        open.hasArrow = true;
    }
    open.touched = Place{track, at};
}

void
TimelinePackets::Finish()
{
    for (auto& [key, open] : m_open)
    {
        if (!open.isOver)
        {
            End(m_run.Now(), open, "inside");
        }
    }
    m_open.clear();
}

} // namespace nexsim
