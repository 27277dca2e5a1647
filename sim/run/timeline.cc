// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/timeline.h"

namespace nexsim
{

namespace
{

TraceArgs
About(const ScenarioRun& scenario)
{
    const WindowSpec& window = *scenario.measure.timeline;
    return TraceArgs()
        .Add("scenario", scenario.name)
        .Add("replication", std::to_string(scenario.replication))
        .Add("from_ps", std::to_string(window.from.Value()))
        .Add("to_ps", std::to_string(window.to.Value()));
}

} // namespace

Timeline::Timeline(const ScenarioRun& scenario,
                   const Network& network,
                   RunContext& run,
                   TextSink& sink)
    : m_window(*scenario.measure.timeline), m_run(run), m_places(run),
      m_writer(sink, About(scenario)), m_tracks(scenario, m_writer),
      m_packets(m_window, run, m_tracks, m_writer),
      m_cores(m_window, network, m_tracks, m_packets, m_writer),
      m_links(scenario, network, run, m_tracks, m_packets, m_writer),
      m_sensors(m_window, network, m_tracks, m_writer),
      m_counters(m_window, run.Components(), m_tracks, m_writer)
{
    m_run.GetFingerprint().AddObserver(*this);
}

Timeline::~Timeline()
{
    m_run.GetFingerprint().RemoveObserver(*this);
}

void
Timeline::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    if (kind == EventKind::Dropped && now >= m_window.from && now < m_window.to)
    {
        DrawDrop(now, pathHash, packet);
    }
    m_packets.OnEvent(now, pathHash, kind, packet);
    m_links.OnEvent(now, pathHash, kind, packet);
}

void
Timeline::DrawDrop(SimTime now, uint64_t pathHash, const Packet& packet)
{
    const EventPlace& place = m_places.Of(pathHash);
    m_writer.Instant(m_tracks.Nearest(place.where),
                     "drop",
                     "dropped: " + place.reason,
                     now,
                     m_packets.Describe(packet)
                         .Add("traffic", m_packets.TrafficOf(packet))
                         .Add("where", place.where));
}

void
Timeline::Finish()
{
    m_cores.Finish();
    m_links.Finish();
    m_sensors.Finish(m_run.Now());
    m_packets.Finish();
    m_writer.Close();
}

} // namespace nexsim
