// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_REPORTS_H
#define NEXSIM_RUN_REPORTS_H

#include "sim/results/run-record.h"
#include "sim/run/metric-readings.h"
#include "sim/run/network.h"
#include "sim/scenario/scenario.h"

#include <vector>

namespace nexsim
{

/** @brief When a run ended that had a condition to end early, ps; the path is no component's. */
inline constexpr std::string_view kEndTimeMetric = "end_time";

/** @brief The fingerprint as it stands. */
FingerprintRecord ReportFingerprint(const Fingerprint& fingerprint);

/** @brief The fingerprint on its way. */
std::vector<CheckpointRecord> ReportCheckpoints(const Fingerprint& fingerprint);

/** @brief Where every packet came from and went; what is zero is left out. */
LedgerRecord ReportLedger(const RunContext& run);

/**
 * @brief Every object at which ties were contended, from its metrics contended_ties (only the tie
 * policy decided) and ordered_ties (the order of priorities did), since the beginning of the run.
 */
TiesRecord ReportTies(const ScenarioRun& scenario,
                      const std::vector<MetricDefinition>& definitions,
                      const std::vector<MetricReading>& totals);

/** @brief The cost figures that hosts with cores used; hosts with the same ones are one record. */
std::vector<CostsRecord> ReportCosts(const Network& network);

/**
 * @brief Time per stage and entry of the traffic, over measured packets.
 *
 * Sums count every measured packet, so that the means of an entry's stages add up to its mean
 * latency; tails are over the packets that passed the stage.
 *
 * @param warnings gets a line where a sum does not fit in 63 bits and is cut there
 */
std::vector<StageRecord> ReportStages(const Network& network, std::vector<std::string>& warnings);

/**
 * @brief Appends what is known of an entry only at the end: "<entry>/stage/<stage>/mean", "/p50",
 * "/p99", "/p99.9", "/max" for each stage that its packets passed, and "<entry>/censored_packets",
 * those created at or after warm-up that are still inside.
 */
void ReportEntries(RunContext& run, const Network& network, MetricTable& metrics);

/** @brief What ReportEntries may append for this entry, in its order. */
std::vector<MetricDefinition> DefineEntryMetrics(const TrafficEntry& entry);

/** @brief A hash of all metrics that are not zero: what took no part leaves no trace. */
uint64_t HashMetrics(const MetricTable& metrics, const std::vector<MetricDefinition>& definitions);

} // namespace nexsim

#endif // NEXSIM_RUN_REPORTS_H
