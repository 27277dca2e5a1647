// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SUMMARY_H
#define NEXSIM_SUMMARY_H

#include "sim/results/run-record.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief The runs of an experiment for a terminal of 100 columns.
 *
 * Per entry of the traffic a table with a row per variant and sweep point: throughput, loss, and
 * latency quantiles (of the first 60 where there are more), each the mean over replications with the half-width of its 95 % interval; then
 * where the latency was spent, and what the runs warn of.
 *
 * @param records in the order of the plan
 */
std::string Summarise(const std::vector<const RunRecord*>& records);

} // namespace nexsim

#endif // NEXSIM_SUMMARY_H
