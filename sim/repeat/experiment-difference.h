// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPERIMENT_DIFFERENCE_H
#define NEXSIM_EXPERIMENT_DIFFERENCE_H

#include "sim/experiment/finished-experiment.h"

#include <cstddef>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Two runs of the same variant, point and replication. */
struct RunPair
{
    const RunRecord* a{nullptr}; //!< null where only the other experiment has such a run
    const RunRecord* b{nullptr};
};

/** @brief How the runs of two experiments pair, and which pairs have equal results. */
struct ExperimentDifference
{
    std::size_t equal{0};
    std::vector<RunPair> different; //!< fingerprint or a metric, in the order of the first
    std::vector<RunPair> alone;     //!< runs without a partner

    bool AreEqual() const
    {
        return different.empty() && alone.empty();
    }
};

/**
 * @brief Pairs runs by variant, parameters and replication; scenario, version and id may differ.
 *
 * Equal are those whose four fingerprints are: the last is that of all metrics.
 */
ExperimentDifference CompareExperiments(const FinishedExperiment& a, const FinishedExperiment& b);

/** @brief For a terminal: counts, and the first pairs that differ with the metric that differs most. */
std::string ToText(const FinishedExperiment& a,
                   const FinishedExperiment& b,
                   const ExperimentDifference& difference);

} // namespace nexsim

#endif // NEXSIM_EXPERIMENT_DIFFERENCE_H
