// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PAIRED_COMPARISON_H
#define NEXSIM_PAIRED_COMPARISON_H

#include "sim/experiment/statistics.h"
#include "sim/results/metric-direction.h"

#include <optional>
#include <vector>

namespace nexsim
{

/** @brief How a variant stands to the baseline in one metric. */
enum class Standing
{
    Better,            //!< the difference is significant, and in the metric's direction
    Worse,             //!< significant, and against it
    Higher,            //!< significant, of a metric without direction
    Lower,             //!< the same
    Indistinguishable, //!< not significant, and the whole interval lies within the margin
    Undecided          //!< anything else: there are too few replications to tell
};

/** @brief "better", "worse", "higher", "lower", "indistinguishable" or "undecided". */
const char* ToText(Standing standing);

/** @brief The level at which a difference is significant, after Holm's correction. */
inline constexpr double kSignificance = 0.05;

/** @brief A metric of a variant against that of the baseline, replication by replication. */
struct PairedComparison
{
    Interval value;
    Interval baseline;
    Interval difference;           //!< variant minus baseline; both had the same random numbers
    std::optional<Interval> ratio; //!< variant over baseline; nothing when a denominator is zero
    Direction direction{Direction::None};
    std::optional<double> p;        //!< that there is no difference; nothing when not known
    std::optional<double> adjusted; //!< p, by Holm over all comparisons that are told together
    Standing standing{Standing::Undecided};
};

/**
 * @brief Everything but `adjusted` and `standing`, which need the other comparisons.
 * @param values one per replication, as many as of the baseline
 * @throw std::invalid_argument as MeanInterval
 */
PairedComparison Compare(const std::vector<double>& values,
                         const std::vector<double>& baseline,
                         Draws draws,
                         Direction direction);

/**
 * @brief Fills in `adjusted` and `standing` of comparisons that are told together.
 * @param margin the difference that does not matter, as a part of the baseline's mean: 0.05
 */
void JudgeTogether(std::vector<PairedComparison>& comparisons, double margin);

} // namespace nexsim

#endif // NEXSIM_PAIRED_COMPARISON_H
