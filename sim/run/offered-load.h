// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OFFERED_LOAD_H
#define NEXSIM_OFFERED_LOAD_H

#include "sim/scenario/scenario.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Where a scenario offers more than its network can carry: "offered 14 Gb/s across a 10 Gb/s
 * cut: bottleneck (west to east); by bulk, web".
 *
 * Each line is true of the whole run's beginning or of what has started since: the bits on the wire
 * per second that pairs of the named entries offer from one side of the cut to the other are more
 * than its links can carry, whichever way the packets take. Entries count by their mean rate
 * (PairSource::OfferedRate); replays, requests that wait for responses and starts at random do not
 * count, nor does anything from the first event that changes a link on.
 *
 * Not every such place is found: cuts are looked for around all traffic together, around each entry,
 * each sender and each receiver; in large networks only around as many as take about a second.
 */
std::vector<std::string> FindOverloads(const ScenarioRun& scenario);

} // namespace nexsim

#endif // NEXSIM_OFFERED_LOAD_H
