// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/timeline-links.h"

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr const char* kLinkCategory = "wire";

} // namespace

TimelineLinks::TimelineLinks(const ScenarioRun& scenario,
                             const Network& network,
                             RunContext& run,
                             TimelineTracks& tracks,
                             TimelinePackets& packets,
                             TraceEventWriter& writer)
    : m_window(*scenario.measure.timeline), m_tracks(tracks), m_packets(packets), m_writer(writer),
      m_places(run)
{
    std::vector<size_t> ports(scenario.nodes.size(), 0);
    const auto nextPort = [&](size_t node) {
        return scenario.nodes[node].name + "/" + network.graph.PortName(node, ports[node]++);
    };
    for (size_t i = 0; i < scenario.links.size(); ++i)
    {
        const std::string a = nextPort(scenario.links[i].a);
        const std::string b = nextPort(scenario.links[i].b);
        Add(*network.links[i].forward, a, b);
        Add(*network.links[i].backward, b, a);
    }
}

void
TimelineLinks::Add(const SimplexLink& link, const std::string& from, const std::string& to)
{
    const TraceTrack out = m_tracks.Make(from + " out");
    m_tracks.Share(from, out);
    m_tracks.Share(link.Path(), out);
    m_directions.emplace(link.PathHash(),
                         Direction{&link, out, m_tracks.Make(to + " in"), {}, {}, {}});
}

bool
TimelineLinks::IsWithin(SimTime time) const
{
    return time >= m_window.from && time < m_window.to;
}

void
TimelineLinks::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    if (kind == EventKind::Dropped)
    {
        const std::string& where = m_places.Of(pathHash).where;
        const auto lossy = m_directions.find(HashName(where));
        if (lossy != m_directions.end())
        {
            OnLost(now, lossy->second);
        }
        return;
    }
    if (kind != EventKind::Transmitted && kind != EventKind::Arrived)
    {
        return;
    }
    const auto found = m_directions.find(pathHash);
    if (found == m_directions.end())
    {
        return;
    }
    if (kind == EventKind::Transmitted)
    {
        OnTransmitted(now, found->second, packet);
    }
    else
    {
        OnArrived(found->second, packet);
    }
}

void
TimelineLinks::OnTransmitted(SimTime now, Direction& direction, const Packet& packet)
{
    if (direction.sending)
    {
        // What was lost is in no queue that would tell when the link went down.
        direction.sending->to = std::min(direction.sending->to, now);
    }
    Draw(direction);
    const SimTime free = direction.link->FreeAt();
    direction.spans.push_back(free - now);
    if (IsWithin(now))
    {
        direction.sending =
            Sending{now, free, m_packets.TrafficOf(packet), m_packets.Describe(packet)};
        m_packets.Touch(packet, direction.out, now);
    }
}

/** Of a cut-through switch the arrival is the head's; the tail's stands in the packet. */
void
TimelineLinks::OnArrived(Direction& direction, const Packet& packet)
{
    const SimTime to = packet.lastMark;
    const SimTime span = direction.spans.front();
    direction.spans.pop_front();
    // Jitter can squeeze packets together behind a late one.
    const SimTime from = std::max(to - span, direction.received);
    direction.received = to;
    if (IsWithin(from) && from < to)
    {
        m_writer.Slice(direction.in,
                       kLinkCategory,
                       m_packets.TrafficOf(packet),
                       from,
                       to,
                       m_packets.Describe(packet));
        m_packets.Touch(packet, direction.in, from);
    }
}

/** Corrupted, and dropped as its transmission begins; or the link has gone down with all on it. */
void
TimelineLinks::OnLost(SimTime now, Direction& direction)
{
    if (direction.link->IsUp())
    {
        direction.spans.pop_back();
        return;
    }
    direction.spans.pop_front();
    if (direction.sending)
    {
        direction.sending->to = std::min(direction.sending->to, now);
    }
}

void
TimelineLinks::Draw(Direction& direction)
{
    if (direction.sending)
    {
        const Sending& sending = *direction.sending;
        m_writer.Slice(direction.out,
                       kLinkCategory,
                       sending.name,
                       sending.from,
                       sending.to,
                       sending.args);
        direction.sending.reset();
    }
}

void
TimelineLinks::Finish()
{
    for (auto& [hash, direction] : m_directions)
    {
        Draw(direction);
    }
}

} // namespace nexsim
