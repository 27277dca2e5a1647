// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMELINE_H
#define NEXSIM_TIMELINE_H

#include "sim/run/timeline-cores.h"
#include "sim/run/timeline-counters.h"
#include "sim/run/timeline-links.h"
#include "sim/run/timeline-packets.h"
#include "sim/run/timeline-sensors.h"

namespace nexsim
{

/**
 * @brief Writes timeline.json: what begins in the window `measure.timeline`, for Perfetto and Chrome.
 *
 * A process each for nodes and entries of the traffic. In those of nodes: cores with their work, ports
 * with what they send and receive, processors of sensors, levels of rings and queues as counters, and
 * drops; in those of entries: packets with their stages, and sensors.
 */
class Timeline : public EventObserver
{
  public:
    /** @param all outlive this object; the run and its models are told to tell it */
    Timeline(const ScenarioRun& scenario, const Network& network, RunContext& run, TextSink& sink);

    ~Timeline() override;
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override;

    /** @brief All events of the instant have run. */
    void OnInstant()
    {
        m_counters.OnInstant(m_run.Now());
    }

    /** @brief The run is over: what has not ended yet ends here, and the file. */
    void Finish();

  private:
    void DrawDrop(SimTime now, uint64_t pathHash, const Packet& packet);

    WindowSpec m_window;
    RunContext& m_run;
    PlaceNames m_places;
    TraceEventWriter m_writer;
    TimelineTracks m_tracks;
    TimelinePackets m_packets;
    TimelineCores m_cores; //!< their tracks come first
    TimelineLinks m_links;
    TimelineSensors m_sensors;
    TimelineCounters m_counters;
};

} // namespace nexsim

#endif // NEXSIM_TIMELINE_H
