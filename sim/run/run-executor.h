// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_EXECUTOR_H
#define NEXSIM_RUN_EXECUTOR_H

#include "sim/results/run-directory.h"
#include "sim/results/run-record.h"
#include "sim/run/run-progress.h"
#include "sim/scenario/scenario.h"

namespace nexsim
{

/**
 * @brief Runs a scenario with its tables going to a run's folder: series.csv, flows.csv,
 * latency.csv, transfers.csv, packets.csv, and the captures that it asks for. A table without
 * content is left out.
 *
 * run.json is left to the caller, who may have more to say in it.
 *
 * @param record is completed as by RunScenario
 * @param progress is kept up to date
 * @return the record's outcome
 * @throws as RunScenario
 */
ExitCode ExecuteRun(const ScenarioRun& scenario,
                    RunRecord& record,
                    RunDirectory& directory,
                    RunProgress& progress);

} // namespace nexsim

#endif // NEXSIM_RUN_EXECUTOR_H
