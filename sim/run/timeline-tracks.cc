// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/timeline-tracks.h"

namespace nexsim
{

namespace
{

constexpr const char* kElsewhere = "/network"; // no name of a scenario begins with a slash

} // namespace

TimelineTracks::TimelineTracks(const ScenarioRun& scenario, TraceEventWriter& writer)
    : m_writer(writer)
{
    for (const NodeSpec& node : scenario.nodes)
    {
        MakeProcess(node.name, node.name);
    }
    for (const TrafficSpec& entry : scenario.traffic)
    {
        m_tracks[entry.name] = {MakeProcess(entry.name, "traffic " + entry.name), 0};
    }
}

uint32_t
TimelineTracks::MakeProcess(const std::string& name, const std::string& title)
{
    const auto number = static_cast<uint32_t>(m_processes.size() + 1);
    m_processes[name] = number;
    m_writer.NameProcess(number, title);
    return number;
}

const TraceTrack*
TimelineTracks::FindNearest(std::string path) const
{
    for (;;)
    {
        const auto found = m_tracks.find(path);
        if (found != m_tracks.end())
        {
            return &found->second;
        }
        const size_t slash = path.rfind('/');
        if (slash == std::string::npos)
        {
            return nullptr;
        }
        path.erase(slash);
    }
}

uint32_t
TimelineTracks::ProcessOf(const std::string& path)
{
    const auto known = m_processes.find(path.substr(0, path.find('/')));
    if (known != m_processes.end())
    {
        return known->second;
    }
    if (const TraceTrack* track = FindNearest(path))
    {
        return track->process;
    }
    const auto elsewhere = m_processes.find(kElsewhere);
    return elsewhere != m_processes.end() ? elsewhere->second : MakeProcess(kElsewhere, "network");
}

std::string
TimelineTracks::NameWithin(const std::string& path)
{
    const size_t slash = path.find('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

TraceTrack
TimelineTracks::Make(const std::string& path)
{
    const auto known = m_tracks.find(path);
    if (known != m_tracks.end())
    {
        return known->second;
    }
    const uint32_t process = ProcessOf(path);
    const TraceTrack track{process, ++m_threads[process]};
    m_writer.NameThread(track, NameWithin(path));
    m_tracks[path] = track;
    return track;
}

void
TimelineTracks::Share(const std::string& path, TraceTrack track)
{
    m_tracks[path] = track;
}

TraceTrack
TimelineTracks::Nearest(const std::string& path)
{
    const TraceTrack* const track = FindNearest(path);
    return track != nullptr ? *track : Make(path);
}

} // namespace nexsim
