// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMELINE_PACKETS_H
#define NEXSIM_TIMELINE_PACKETS_H

#include "sim/run/packet-steps.h"
#include "sim/run/timeline-tracks.h"

#include <map>
#include <optional>
#include <utility>

namespace nexsim
{

/**
 * @brief Draws the packets that are born in a window: a slice from birth to end, in it one for each
 * stage at each step, and arrows along the slices of nodes that have to do with it.
 *
 * The steps are those of PacketSteps, and so of `nexsim explain`. How the time since the step before
 * divides into stages is known, not in which order: they stand in the order in which packets mostly
 * pass them, waits before work before wire.
 */
class TimelinePackets
{
  public:
    /** @param run, tracks and writer outlive this object */
    TimelinePackets(const WindowSpec& window,
                    RunContext& run,
                    TimelineTracks& tracks,
                    TraceEventWriter& writer);

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet);
    void OnWork(const WorkDone& done, const Packet& packet);

    /** @brief A slice that begins at `at` has to do with the packet: its arrow leads there. */
    void Touch(const Packet& packet, TraceTrack track, SimTime at);

    /** @brief The name of its entry of the traffic. */
    const std::string& TrafficOf(const Packet& packet);

    /** @brief Which packet it is. */
    TraceArgs Describe(const Packet& packet);

    /** @brief The run is over. */
    void Finish();

  private:
    /** @brief A place to which an arrow leads. */
    struct Place
    {
        TraceTrack track;
        SimTime at;
    };

    /** @brief A packet under way. */
    struct Open
    {
        explicit Open(PlaceNames& places) : steps(places) {}

        PacketSteps steps;
        uint64_t id = 0;
        TraceTrack track;
        std::string name;
        SimTime drawn; //!< its last event
        std::optional<Place> touched;
        bool hasArrow = false;
        bool isOver = false; //!< it has become several, which are not told apart
    };

    using Key = std::pair<FlowIndex, uint32_t>;

    void Begin(SimTime now, const Packet& packet, std::optional<uint64_t> birth);
    void DrawStep(const Packet& packet, Open& open);
    void End(SimTime now, Open& open, const char* outcome);

    WindowSpec m_window;
    RunContext& m_run;
    TimelineTracks& m_tracks;
    TraceEventWriter& m_writer;
    PlaceNames m_places;
    uint64_t m_births = 0;
    std::map<Key, Open> m_open;
};

} // namespace nexsim

#endif // NEXSIM_TIMELINE_PACKETS_H
