// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_SCENARIO_H
#define NEXSIM_RUN_SCENARIO_H

#include "sim/results/run-record.h"
#include "sim/results/text-sink.h"
#include "sim/run/run-watch.h"
#include "sim/scenario/scenario.h"

#include <functional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Where a run puts its tables; what is null is not made. */
struct RunSinks
{
    TextSink* series = nullptr; //!< written while the run goes on
    TextSink* flows = nullptr;
    TextSink* latency = nullptr;
    TextSink* transfers = nullptr; //!< stays empty when no traffic has transfers
    TextSink* packets = nullptr;   //!< written while the run goes on, when measure.packets asks
    TextSink* timeline = nullptr;  //!< the same, when measure.timeline asks
    std::function<TextSink&(const std::string& name)> capture = nullptr; //!< makes a file
};

/**
 * @brief Runs a scenario from its beginning to its end, in this process.
 *
 * Completes the record, all but what tells which run of an experiment it is: id, scenarioHash,
 * variant and parameters are left as they are. Its outcome becomes
 * - Done: metrics, stages and tables are complete;
 * - InvariantBroke, LimitReached or Interrupted, with the reason: ledger, events and fingerprint show
 *   how far it came; there are no metrics and no tables but what the series has so far.
 *
 * @throws BuildError when the description contradicts itself, before anything runs
 * @throws IoError from a sink
 */
void RunScenario(const ScenarioRun& scenario,
                 RunRecord& record,
                 const RunSinks& sinks = {},
                 const RunWatch& watch = {});

} // namespace nexsim

#endif // NEXSIM_RUN_SCENARIO_H
