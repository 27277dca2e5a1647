// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_PAIRS_H
#define NEXSIM_TRAFFIC_PAIRS_H

#include "models/base/random-stream.h"
#include "sim/scenario/scenario.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace nexsim
{

/** @brief One sender and one receiver of an entry of the traffic. */
struct TrafficPair
{
    EndSpec from;
    EndSpec to;
    int64_t split = 1; //!< receivers of this sender, among which its rate is divided
};

/**
 * @brief Who sends to whom, sender by sender; no host sends to itself but where its source may (MayStayOnHost).
 *
 * @param random gives the stream that a permutation is drawn from; not called otherwise
 * @throws std::invalid_argument when the numbers of senders and receivers do not fit, or nothing is
 * left
 */
std::vector<TrafficPair> PairsOf(const TrafficSpec& spec,
                                 const std::function<RandomStream()>& random);

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_PAIRS_H
