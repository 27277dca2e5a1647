// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_TABLES_H
#define NEXSIM_TRAFFIC_TABLES_H

#include "sim/results/text-sink.h"
#include "sim/run/network.h"

namespace nexsim
{

/**
 * @brief Writes flows.csv: a row per flow that has sent anything and is not over.
 *
 * Packets and payload bytes sent, delivered and dropped count the whole run; latency and the time per
 * stage are means over packets created at or after warm-up, empty where there are none. Percentiles
 * stand where the entry keeps them per flow.
 */
void WriteFlows(RunContext& run, const Network& network, TextSink& sink);

/** @brief Writes latency.csv: per entry of the traffic the buckets of its latency, bounds included. */
void WriteLatencies(const Network& network, TextSink& sink);

/** @brief Whether an entry of the traffic has transfers: flows of a given size. */
bool HasTransfers(const Network& network);

/**
 * @brief Writes transfers.csv: a row per flow of a given size, in order of start.
 *
 * Completion time and slowdown are empty for a transfer that is not complete.
 */
void WriteTransfers(const Network& network, TextSink& sink);

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_TABLES_H
