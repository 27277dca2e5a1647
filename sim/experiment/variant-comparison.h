// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_VARIANT_COMPARISON_H
#define NEXSIM_VARIANT_COMPARISON_H

#include "sim/experiment/cell-pairing.h"
#include "sim/experiment/finished-experiment.h"
#include "sim/experiment/paired-comparison.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief What is compared with what. */
struct ComparisonRequest
{
    std::string baseline; //!< variant; empty for the first
    std::vector<std::string>
        metrics;                     //!< paths, "*" within a name; empty for each entry's main ones
    std::vector<std::string> lower;  //!< patterns of metrics that are better lower
    std::vector<std::string> higher; //!< better higher; both before what DirectionOf knows
    double margin{0.05};             //!< as JudgeTogether's
};

/** @brief A variant at a point against the baseline at the same point. */
struct ComparedVariant
{
    std::string label;
    std::string baseline; //!< label of the baseline's cell
    std::string variant;
    NamedTexts parameters; //!< of both sides, the variant's first
    PairedComparison result;
};

/** @brief A metric with all that was compared in it, grouped by the baseline's cell. */
struct ComparedMetric
{
    std::string path;
    std::string unit;
    Direction direction{Direction::None};
    std::vector<ComparedVariant> rows;
};

/** @brief The whole comparison; Holm's correction is over all its rows. */
struct VariantComparison
{
    std::string baseline;
    double margin{0};
    std::vector<ComparedMetric> metrics;
};

/**
 * @brief Compares every other variant with the baseline, at each sweep point, in each metric.
 *
 * Replications that either side lacks are left out, so that all that is compared is paired. A variant
 * that does not have a metric has no row in it.
 * @throws ComparisonError
 */
VariantComparison CompareVariants(const FinishedExperiment& experiment,
                                  const ComparisonRequest& request);

} // namespace nexsim

#endif // NEXSIM_VARIANT_COMPARISON_H
