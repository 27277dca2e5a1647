// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_STORY_H
#define NEXSIM_FLOW_STORY_H

#include "models/base/histogram.h"
#include "models/base/stage-clock.h"
#include "models/base/tally.h"
#include "sim/run/repeated-run.h"
#include "sim/run/work-cost.h"
#include "sim/scenario/scenario.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A sum of packets lost at one place. */
struct FlowLoss
{
    std::string where;
    std::string reason;
    Tally lost;
};

/** @brief A link on the way of a flow, in the direction in which it is used. */
struct FlowHop
{
    std::string link;
    int64_t packets = 0; //!< transmitted
    SimTime waitSum;     //!< from the event before, birth or arrival, to the transmission
    SimTime longestWait;
    SimTime crossSum; //!< from the transmission to the arrival, over `arrived`
    int64_t arrived = 0;
};

/** @brief A way through the network, and how many packets began it and were delivered. */
struct FlowPath
{
    std::vector<size_t> hops; //!< indices into FlowStory::hops
    int64_t delivered = 0;
};

/** @brief The spans between one event and the next of its kind. */
struct FlowGaps
{
    int64_t count = 0;
    SimTime first; //!< instant of the first event
    SimTime last;
    SimTime sum;
    SimTime shortest;
    SimTime longest;
    SimTime longestEnds; //!< instant at which the longest gap ended

    /** @brief The next event. */
    void Add(SimTime now);

  private:
    bool m_hasFirst = false;
};

/** @brief What a core did for packets of the flow; what several of them share is counted once. */
struct FlowWork
{
    std::string core;
    int64_t pieces = 0;
    std::vector<WorkCost> costs;
};

/** @brief One packet of the flow. */
struct FlowPacket
{
    uint64_t order = 0; //!< among the packets of this flow, in order of birth, from 0
    SimTime latency;
    SimTime born;
    StageClock stages{}; //!< where its time went
};

/** @brief The life of one flow, over the whole run, warm-up included. */
struct FlowStory
{
    std::string traffic;
    std::string flow;
    Tally sent;
    Tally delivered;
    int64_t marked = 0; //!< delivered with an ECN congestion mark
    std::vector<FlowLoss> losses;
    Tally replaced;            //!< by newer packets, on their way
    std::vector<FlowHop> hops; //!< in order of first use
    std::vector<FlowPath> paths;
    std::vector<FlowWork> work;                             //!< in order of first use of the core
    std::array<unsigned __int128, kStageCount> stageSums{}; //!< ps, over delivered packets
    LogLinearHistogram latency;                             //!< ps
    FlowGaps sentGaps;
    FlowGaps deliveredGaps;
    std::optional<FlowPacket> worst; //!< the first of greatest latency
};

/**
 * @brief Repeats a run, and tells what became of one flow.
 * @param flow as flows.csv names it
 * @param events hashed by the run, where it ended before its duration
 * @return null where the run has no such flow
 * @throws as RunScenario; std::logic_error where the run breaks an invariant
 */
std::unique_ptr<FlowStory> TellFlowStory(const ScenarioRun& scenario,
                                         const std::string& flow,
                                         uint64_t events = kAllEvents);

/** @brief For people, in lines of at most 100 columns. @param run the folder, for the hint */
std::string ToText(const FlowStory& story, const std::string& run);

} // namespace nexsim

#endif // NEXSIM_FLOW_STORY_H
