// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PATH_FINDER_H
#define NEXSIM_PATH_FINDER_H

#include "models/traffic/pair-source.h"
#include "models/traffic/path-profile.h"
#include "sim/run/network.h"
#include "sim/topology/routing.h"

#include <string>

namespace nexsim
{

/** @brief The links between two hosts; consecutive questions about one receiver are cheap. */
class PathFinder
{
  public:
    /** @param network outlives this object; its nodes and links are complete */
    explicit PathFinder(const Network& network);

    /**
     * @brief One shortest path, by the lowest port at each node.
     * @throws std::invalid_argument when there is none
     */
    PathProfile Find(size_t from, size_t to);

    /** @brief The largest IP packet that passes the same path. @throws as Find */
    Bytes FindMtu(size_t from, size_t to);

  private:
    std::vector<const SimplexLink*> LinksOf(size_t from, size_t to);

    const Network& m_network;
    ShortestPaths m_paths;
};

/**
 * @brief The IP bit rate at which packets of this mean size fill the slowest link of a path.
 * @param meanSize IP bytes, above 0
 */
BitRate BottleneckRate(const PathProfile& path, double meanSize);

/**
 * @brief A share of the bottleneck's wire rate as the bits that the source's Rate counts.
 * @param name of the traffic's entry, for messages
 * @throws std::invalid_argument when the source's packets have no finite mean size
 */
BitRate RateOfLoad(Ratio load,
                   const PathProfile& path,
                   const PairSource& source,
                   const std::string& name);

} // namespace nexsim

#endif // NEXSIM_PATH_FINDER_H
