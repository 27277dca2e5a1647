// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PATH_PROFILE_H
#define NEXSIM_PATH_PROFILE_H

#include "models/base/quantity.h"
#include "models/base/transmission-time.h"

#include <vector>

namespace nexsim
{

/** @brief The links from one host to another on a shortest path, in order. */
struct PathProfile
{
    struct Hop
    {
        BitRate rate;
        SimTime delay;
        Bytes overhead;
    };

    std::vector<Hop> hops;
};

/**
 * @brief The path in a network that is empty but for one train of packets.
 *
 * Every node on the way stores a packet before it forwards it, and takes no time beyond that.
 * Exact to the picosecond, with the rounding of SimplexLink (TransmissionTime).
 */
class EmptyPath
{
  public:
    explicit EmptyPath(const PathProfile& path);

    /**
     * @brief The next packet of the train; returns when its last bit reaches the far end.
     * @param at when it is handed to the first link; not before the packet before it
     * @param ipBytes of the packet, without the overhead of the links
     */
    SimTime Pass(SimTime at, int64_t ipBytes);

  private:
    struct Link
    {
        TransmissionTime serialiser;
        SimTime freeAt;
        SimTime delay;
        int64_t overhead;
    };

    std::vector<Link> m_links;
};

/** @brief When the last bit of these packets arrives, all handed to the first link at time 0. */
SimTime IdealCompletion(const PathProfile& path, const std::vector<int64_t>& ipBytes);

} // namespace nexsim

#endif // NEXSIM_PATH_PROFILE_H
