// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVENT_ACCOUNT_H
#define NEXSIM_EVENT_ACCOUNT_H

#include "sim/run/hashed-event.h"
#include "sim/run/packet-story.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Some packet's event at a place of interest. */
struct NeighbourEvent
{
    SimTime at;
    std::string what; //!< "transmitted", "dropped: queue-full"
    std::string where;
    std::string flow;
    uint32_t number = 0; //!< of the packet within its flow
};

/** @brief A level, as a metric names it. */
struct LevelReading
{
    std::string path; //!< "sw/port[b]/queue/length"
    int64_t value = 0;
    std::string unit;
};

/** @brief One event of a run, and what had happened just before to its packet and at its place. */
struct EventAccount
{
    uint64_t number = 0; //!< of the event, counted from 1
    std::string traffic;
    std::string flow;
    uint32_t packet = 0; //!< its number within the flow
    uint32_t ipBytes = 0;
    uint8_t dscp = 0;
    Ecn ecn = Ecn::NotCapable;
    std::vector<PacketStep> life;       //!< of the packet; the event itself is the last step
    std::vector<NeighbourEvent> before; //!< the last at the same port and link, or component
    std::vector<std::string> changes;   //!< the last changes of attributes before it
    std::optional<PacketStep> other;    //!< what the other packet did next, from the event on
    std::vector<LevelReading> levels;   //!< of queues and buffer there, as they stood then
};

/**
 * @brief Repeats a run up to an event, and tells of it.
 * @param number of the event, from 1
 * @param event as it was recorded: whose packet to follow from its birth
 * @param other event of another run, to whose packet this one is followed as well, for a while
 * @throws std::out_of_range where the run has no such event
 */
EventAccount TellEvent(const ScenarioRun& scenario,
                       uint64_t number,
                       const HashedEvent& event,
                       const std::optional<HashedEvent>& other = std::nullopt);

} // namespace nexsim

#endif // NEXSIM_EVENT_ACCOUNT_H
