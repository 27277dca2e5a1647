// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OFFERED_LOAD_H
#define NEXSIM_OFFERED_LOAD_H

#include "sim/scenario/scenario.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief A cut of a network across which more is offered than it can carry. */
struct Overload
{
    double offered = 0;  //!< bit/s on the wire
    double capacity = 0; //!< bit/s
    std::string cut;     //!< "bottleneck (west to east)"
    std::string entries; //!< "bulk, web"
};

/** @brief "offered 14 Gb/s across a 10 Gb/s cut: bottleneck (west to east); by bulk, web". */
std::string ToText(const Overload& overload);

/**
 * @brief Where a scenario offers more than its network can carry; the first few such cuts.
 *
 * Each is true of the whole run's beginning or of what has started since: the bits on the wire
 * per second that pairs of the named entries offer from one side of the cut to the other are more
 * than its links can carry, whichever way the packets take. Entries count by their mean rate
 * (PairSource::OfferedRate); replays, requests that wait for responses and starts at random do not
 * count, nor does anything from the first event that changes a link on.
 *
 * Not every such place is found: cuts are looked for around all traffic together, each entry, each
 * sender and each receiver, and between the ends of each link; in large networks only as many as
 * take about a second.
 */
std::vector<Overload> FindOverloads(const ScenarioRun& scenario);

} // namespace nexsim

#endif // NEXSIM_OFFERED_LOAD_H
