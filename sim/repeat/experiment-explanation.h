// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPERIMENT_EXPLANATION_H
#define NEXSIM_EXPERIMENT_EXPLANATION_H

#include "sim/experiment/finished-experiment.h"
#include "sim/experiment/statistics.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What is asked of an experiment. */
struct ExplanationRequest
{
    std::string baseline; //!< variant; empty for the first
    std::string traffic;  //!< entry; empty for all
};

/** @brief Where the time of one entry's packets went in one variant at one sweep point. */
struct ExplainedCell
{
    std::string label;
    bool isDifference{false};          //!< to the last cell before it that is none; else means
    Interval latency;                  //!< picoseconds, per segment that was delivered
    std::vector<Interval> stages;      //!< its parts, as ExplainedTraffic::stages, and the others
    std::optional<Interval> loss;      //!< part of the packets
    const RunRecord* typical{nullptr}; //!< whose mean latency is nearest to that of all
    const RunRecord* worst{nullptr};   //!< with the greatest latency of a packet
};

/** @brief One entry of the traffic; the cell of the baseline goes before those compared with it. */
struct ExplainedTraffic
{
    std::string name;
    std::vector<std::string> stages; //!< those that differ most, or take most, first
    std::vector<std::string> others; //!< what cells have one more part for, together
    std::vector<ExplainedCell> cells;
};

/** @brief Where a variant at a sweep point loses most packets, warm-up included. */
struct ExplainedLoss
{
    std::string label;
    std::string component;
    std::string reason;
    double packets{0}; //!< a run
    double part{0};    //!< of all losses, of any traffic
};

/** @brief Where the time of an experiment went, variant by variant. */
struct ExperimentExplanation
{
    std::string baseline; //!< empty where there is one variant only
    std::vector<ExplainedTraffic> traffic;
    std::vector<ExplainedLoss> losses; //!< of cells that lose any
};

/**
 * @brief Splits mean latencies by stage, and pairs them with the baseline's by replication.
 *
 * Runs in which no packet of an entry was delivered are left out of it.
 * @throws ComparisonError when there is no such variant or entry
 */
ExperimentExplanation Explain(const FinishedExperiment& experiment,
                              const ExplanationRequest& request);

/** @brief For a terminal, with the commands that go on from there. */
std::string ToText(const FinishedExperiment& experiment, const ExperimentExplanation& explanation);

} // namespace nexsim

#endif // NEXSIM_EXPERIMENT_EXPLANATION_H
