// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMELINE_CORES_H
#define NEXSIM_TIMELINE_CORES_H

#include "models/host/core.h"
#include "sim/run/network.h"
#include "sim/run/timeline-packets.h"

#include <map>
#include <optional>
#include <vector>

namespace nexsim
{

/**
 * @brief Draws what cores do: a slice for each time that a task has a core without a break, for one
 * piece of its work or a part of it, with what of that each figure of the costs took.
 */
class TimelineCores : public WorkObserver
{
  public:
    /** @param network's processors are told to tell; all but window outlive this object */
    TimelineCores(const WindowSpec& window,
                  const Network& network,
                  TimelineTracks& tracks,
                  TimelinePackets& packets,
                  TraceEventWriter& writer);

    ~TimelineCores() override;
    TimelineCores(const TimelineCores&) = delete;
    TimelineCores& operator=(const TimelineCores&) = delete;

    void OnWork(const WorkDone& done, const Packet& packet) override;
    void OnRun(const Core& core, const CoreTask& task, SimTime since) override;

    /** @brief The run is over. */
    void Finish();

  private:
    /** @brief What a core has done last: which packets it was for is told later. */
    struct Doing
    {
        const CoreTask* task;
        SimTime from;
        SimTime to;
        TraceArgs costs; //!< ps by figure
        bool isDone;     //!< not only a part of the piece of work
        int64_t packets = 0;
    };

    struct Line
    {
        TraceTrack track;
        std::optional<Doing> last;
    };

    void Draw(Line& line);

    WindowSpec m_window;
    TimelinePackets& m_packets;
    TraceEventWriter& m_writer;
    std::vector<Processor*> m_processors;
    std::map<const Core*, Line> m_lines; //!< looked up only: their order is the addresses'
};

} // namespace nexsim

#endif // NEXSIM_TIMELINE_CORES_H
