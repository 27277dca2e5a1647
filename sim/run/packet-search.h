// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_SEARCH_H
#define NEXSIM_PACKET_SEARCH_H

#include "sim/run/repeated-run.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>

namespace nexsim
{

/** @brief A packet of a traffic entry that was found by its latency. */
struct FoundPacket
{
    uint64_t order = 0; //!< among the packets of the entry, counted from 0 in order of birth
    SimTime latency;    //!< which may be another one than was looked for
};

/**
 * @brief Repeats a run, and finds the packet whose latency is nearest to a given one, such as the
 * greatest or the median that the run reports; of several the first that was delivered.
 *
 * Looked at are packets whose latency counts: born at or after warm-up, and delivered. Of a packet
 * that was cut on its way only the first segment is.
 *
 * @param traffic entry whose packets are looked at
 * @param events hashed by the run, where it ended before its duration
 * @return nothing where none was delivered
 * @throws as RunScenario; std::logic_error where the run breaks an invariant
 */
std::optional<FoundPacket> FindPacketByLatency(const ScenarioRun& scenario,
                                               const std::string& traffic,
                                               SimTime latency,
                                               uint64_t events = kAllEvents);

} // namespace nexsim

#endif // NEXSIM_PACKET_SEARCH_H
