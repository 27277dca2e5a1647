// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMELINE_TRACKS_H
#define NEXSIM_TIMELINE_TRACKS_H

#include "sim/run/trace-event-writer.h"
#include "sim/scenario/scenario.h"

#include <map>
#include <string>

namespace nexsim
{

/**
 * @brief Which row of a timeline is whose: each node and each entry of the traffic is a process, and
 * what is in it, by path, its threads.
 */
class TimelineTracks
{
  public:
    /** @param writer outlives this object */
    TimelineTracks(const ScenarioRun& scenario, TraceEventWriter& writer);

    /** @brief The process of a component; what belongs to no node and no entry is in one of its own. */
    uint32_t ProcessOf(const std::string& path);

    /** @brief A path as it is called within its process: "core[0]" of "server/core[0]". */
    static std::string NameWithin(const std::string& path);

    /** @brief The track of this path; below the others of its process where it is new. */
    TraceTrack Make(const std::string& path);

    /** @brief What happens at `path`, or below it, is shown on `track`. */
    void Share(const std::string& path, TraceTrack track);

    /** @brief The nearest track, of the path itself or of one above it; else made for the path. */
    TraceTrack Nearest(const std::string& path);

  private:
    uint32_t MakeProcess(const std::string& name, const std::string& title);
    const TraceTrack* FindNearest(std::string path) const;

    TraceEventWriter& m_writer;
    std::map<std::string, uint32_t> m_processes;
    std::map<std::string, TraceTrack> m_tracks;
    std::map<uint32_t, uint32_t> m_threads; //!< how many, by process
};

} // namespace nexsim

#endif // NEXSIM_TIMELINE_TRACKS_H
