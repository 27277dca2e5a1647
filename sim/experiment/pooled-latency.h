// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POOLED_LATENCY_H
#define NEXSIM_POOLED_LATENCY_H

#include "sim/experiment/finished-experiment.h"

#include <string>

namespace nexsim
{

/**
 * @brief Latency quantiles of all packets of all replications together, by entry of the traffic and
 * variant, with bootstrap intervals, from the runs' latency.csv.
 * @throw IoError; std::invalid_argument from a file that is no such table
 */
std::string PooledLatencies(const FinishedExperiment& experiment);

} // namespace nexsim

#endif // NEXSIM_POOLED_LATENCY_H
