// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_STORY_H
#define NEXSIM_PACKET_STORY_H

#include "models/base/fingerprint.h"
#include "models/base/stage-clock.h"
#include "sim/results/table.h"
#include "sim/run/repeated-run.h"
#include "sim/run/work-cost.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief Which packet: by its number, counted from 0, among those born in a run. */
struct PacketChoice
{
    std::string traffic; //!< counts only packets of this entry; empty for all
    std::string flow;    //!< counts only packets of this flow, as flows.csv names it; empty for all
    uint64_t number = 0;
};

/** @brief Something that happened to a packet. */
struct PacketStep
{
    SimTime at;
    std::optional<EventKind> kind;                //!< nothing: a core has worked on it
    std::string where;                            //!< path of the component, or of the core
    std::string reason;                           //!< of a drop
    std::vector<std::pair<Stage, SimTime>> spent; //!< by stage since the step before
    std::vector<WorkCost> costs; //!< of the core's work, which others may have shared
    bool gotMarked = false; //!< it carries an ECN congestion mark, and did not at the step before
    uint16_t segmentsBefore = 1; //!< that it had at the step before
    uint16_t segments = 1;
    SimTime waited; //!< until a drop, in no stage: the place where it is dropped is where it waited
};

/** @brief One packet's life, link by link and stage by stage. */
struct PacketStory
{
    std::string traffic;
    std::string flow;
    uint32_t number = 0; //!< within its flow
    uint32_t ipBytes = 0;
    uint32_t payloadBytes = 0;
    std::vector<PacketStep> steps; //!< ends with Delivered or Dropped unless it is still inside
    SimTime until;                 //!< how far the run was followed
};

/**
 * @brief Repeats a run up to the end of one packet, and tells what happened to it.
 *
 * @param events hashed by the run, where it ended before its duration
 * @return nothing where the run has no such packet
 * @throws as RunScenario; std::logic_error where the run breaks an invariant before
 */
std::optional<PacketStory> TellPacketStory(const ScenarioRun& scenario,
                                           const PacketChoice& choice,
                                           uint64_t events = kAllEvents);

/** @brief "sent", "transmitted", "dropped: queue-full", "worked on", "cut: the first of 12 segments". */
std::string StepText(const PacketStep& step);

/** @brief "switch-queue 1.2 us, serialisation 300 ns"; "" where nothing was spent. */
std::string SpentText(const PacketStep& step);

/**
 * @brief For people: a row per step with time, event, place, and the time spent since, and one with
 * the sums, where the packet has ended as it was born; what one place has joined to it is one row.
 */
TextTable ToTable(const PacketStory& story);

/**
 * @brief For people: what each core's work on it cost, by figure and with the evidence, and what an
 * asterisk means; "" where no core worked on it. Packets of one call or train share its cost: it is
 * told of each in full, as each was there for all of it.
 */
std::string CostText(const PacketStory& story);

} // namespace nexsim

#endif // NEXSIM_PACKET_STORY_H
