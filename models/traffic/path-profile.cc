// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/path-profile.h"

#include <algorithm>

namespace nexsim
{

EmptyPath::EmptyPath(const PathProfile& path)
{
    for (const PathProfile::Hop& hop : path.hops)
    {
        m_links.push_back(
            {TransmissionTime(hop.rate), SimTime(-1), hop.delay, hop.overhead.Value()});
    }
}

SimTime
EmptyPath::Pass(SimTime at, int64_t ipBytes)
{
    for (Link& link : m_links)
    {
        const SimTime start = std::max(at, link.freeAt);
        if (start != link.freeAt)
        {
            link.serialiser.Restart();
        }
        link.freeAt = start + link.serialiser.Next(ipBytes + link.overhead);
        at = link.freeAt + link.delay;
    }
    return at;
}

SimTime
IdealCompletion(const PathProfile& path, const std::vector<int64_t>& ipBytes)
{
    EmptyPath empty(path);
    SimTime last;
    for (const int64_t bytes : ipBytes)
    {
        last = empty.Pass(SimTime(0), bytes);
    }
    return last;
}

} // namespace nexsim
