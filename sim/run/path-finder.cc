// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/path-finder.h"

#include "models/traffic/flow-source.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace nexsim
{

PathFinder::PathFinder(const Network& network) : m_network(network), m_paths(network.graph) {}

std::vector<const SimplexLink*>
PathFinder::LinksOf(size_t from, size_t to)
{
    std::vector<const SimplexLink*> links;
    for (const DirectedLink& step : FindPath(m_paths, from, to))
    {
        const LinkPair& pair = m_network.links[step.link];
        links.push_back(ns3::PeekPointer(step.forward ? pair.forward : pair.backward));
    }
    if (links.empty())
    {
        throw std::invalid_argument(fmt::format("no path leads from {} to {}",
                                                m_network.graph.Name(from),
                                                m_network.graph.Name(to)));
    }
    return links;
}

PathProfile
PathFinder::Find(size_t from, size_t to)
{
    PathProfile profile;
    for (const SimplexLink* link : LinksOf(from, to))
    {
        profile.hops.push_back({link->Rate(), link->Delay(), link->Overhead()});
    }
    return profile;
}

Bytes
PathFinder::FindMtu(size_t from, size_t to)
{
    Bytes mtu(kUnlimited);
    for (const SimplexLink* link : LinksOf(from, to))
    {
        mtu = std::min(mtu, link->Mtu());
    }
    return mtu;
}

BitRate
BottleneckRate(const PathProfile& path, double meanSize)
{
    double least = std::numeric_limits<double>::max();
    for (const PathProfile::Hop& hop : path.hops)
    {
        const double wireSize = meanSize + static_cast<double>(hop.overhead.Value());
        least = std::min(least, static_cast<double>(hop.rate.Value()) * meanSize / wireSize);
    }
    return BitRate(static_cast<int64_t>(least + 0.5));
}

BitRate
RateOfLoad(Ratio load, const PathProfile& path, const PairSource& source, const std::string& name)
{
    const double size = source.MeanPacketSize();
    if (!(size > 0) || !(size <= std::numeric_limits<double>::max()))
    {
        throw std::invalid_argument(
            fmt::format("{}: a load needs packets with a finite mean size", name));
    }
    double rate = ToDouble(load) * static_cast<double>(BottleneckRate(path, size).Value());
    if (dynamic_cast<const FlowSource*>(&source) != nullptr)
    {
        rate = rate * (size - static_cast<double>(kUdpHeaders)) / size; // it counts payload
    }
    return BitRate(std::max(int64_t{1}, static_cast<int64_t>(rate + 0.5)));
}

} // namespace nexsim
