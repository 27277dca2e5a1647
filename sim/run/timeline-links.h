// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMELINE_LINKS_H
#define NEXSIM_TIMELINE_LINKS_H

#include "sim/run/network.h"
#include "sim/run/timeline-packets.h"

#include <deque>
#include <map>

namespace nexsim
{

/**
 * @brief Draws what ports send and receive: at each end of a link two tracks, with a slice for the
 * time that a packet takes on the wire there, first bit to last.
 */
class TimelineLinks
{
  public:
    /** @param all but scenario outlive this object */
    TimelineLinks(const ScenarioRun& scenario,
                  const Network& network,
                  RunContext& run,
                  TimelineTracks& tracks,
                  TimelinePackets& packets,
                  TraceEventWriter& writer);

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet);

    /** @brief The run is over. */
    void Finish();

  private:
    /** @brief A transmission: whether it gets to its end is known when the next one begins. */
    struct Sending
    {
        SimTime from;
        SimTime to;
        std::string name;
        TraceArgs args;
    };

    /** @brief One direction of a link. */
    struct Direction
    {
        const SimplexLink* link;
        TraceTrack out;
        TraceTrack in;
        std::optional<Sending> sending;
        std::deque<SimTime> spans; //!< on the wire, of the packets that have not arrived
        SimTime received;          //!< end of the last one
    };

    void Add(const SimplexLink& link, const std::string& from, const std::string& to);
    void OnTransmitted(SimTime now, Direction& direction, const Packet& packet);
    void OnArrived(Direction& direction, const Packet& packet);
    void OnLost(SimTime now, Direction& direction);
    void Draw(Direction& direction);
    bool IsWithin(SimTime time) const;

    WindowSpec m_window;
    TimelineTracks& m_tracks;
    TimelinePackets& m_packets;
    TraceEventWriter& m_writer;
    PlaceNames m_places;
    std::map<uint64_t, Direction> m_directions; //!< by hash of the link's path
};

} // namespace nexsim

#endif // NEXSIM_TIMELINE_LINKS_H
