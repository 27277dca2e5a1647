// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMELINE_COUNTERS_H
#define NEXSIM_TIMELINE_COUNTERS_H

#include "models/base/component.h"
#include "sim/run/timeline-tracks.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Draws the levels that components report, such as how full rings and queues are: as they
 * stand at the end of each instant in which they have changed.
 *
 * All levels are looked at after each instant of the window, which in a large network takes longer
 * than the run itself.
 */
class TimelineCounters
{
  public:
    /** @param all but window outlive this object */
    TimelineCounters(const WindowSpec& window,
                     const std::vector<Component*>& components,
                     TimelineTracks& tracks,
                     TraceEventWriter& writer);

    /** @brief All events of the instant have run. */
    void OnInstant(SimTime now);

  private:
    struct Level
    {
        std::string name; //!< below the process
        std::string unit;
        int64_t value = 0; //!< that was drawn last; zero for nothing
    };

    struct Watched
    {
        const Component* component;
        uint32_t process;
        std::vector<Level> levels;
    };

    void Discover();

    WindowSpec m_window;
    const std::vector<Component*>& m_components;
    TimelineTracks& m_tracks;
    TraceEventWriter& m_writer;
    size_t m_known = 0; //!< components that have been looked at
    std::vector<Watched> m_watched;
};

} // namespace nexsim

#endif // NEXSIM_TIMELINE_COUNTERS_H
