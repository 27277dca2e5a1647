// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_PATTERN_H
#define NEXSIM_TRAFFIC_PATTERN_H

#include "sim/scenario/node-reader.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/section.h"

#include <cstddef>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Most pairs of sender and receiver of one entry of the traffic. */
inline constexpr std::size_t kPairLimit = 1'000'000;

/** @brief Whether a source may send to an application of its own host, without a network. */
bool MayStayOnHost(const Blueprint& source);

/** @brief The words of "pattern", in the order of Pattern. */
const std::vector<std::string>& PatternWords();

/** @brief Whether "to" may be missing, since the ends of "from" send to each other. */
bool IsAmongOneSet(Pattern pattern);

/** @brief "pattern"; one-to-one where it is missing or none. */
Pattern ReadPattern(const Section& entry);

/**
 * @brief Reports numbers of ends that the pattern cannot pair.
 *
 * Where the ends of "from" send to each other they become `to`; receivers of an incast are taken
 * out of `from`.
 */
void FitEnds(TrafficSpec& spec, const Section& entry, const NodeReader& nodes);

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_PATTERN_H
