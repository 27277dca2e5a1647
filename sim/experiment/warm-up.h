// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WARM_UP_H
#define NEXSIM_WARM_UP_H

#include "sim/experiment/statistics.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace nexsim
{

/** @brief Where MSER-5 would begin to measure. */
struct Truncation
{
    std::size_t observations{0}; //!< to be left out at the beginning, a multiple of 5
    bool isDecided{false};       //!< false when the best place lies in the second half of the data
};

/** @brief Least observations that Mser5 looks at: 20 batches. */
inline constexpr std::size_t kLeastForMser = 100;

/**
 * @brief MSER-5: of the means of batches of five observations, the beginning that is left out is the one
 * for which the squared standard error of the mean of the rest is least.
 *
 * Source: White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for
 * simulation", Winter Simulation Conference 2000, 755-760. As there, a minimum in the second half of
 * the data says that there are too few of them.
 *
 * @return nothing for fewer than kLeastForMser observations
 */
std::optional<Truncation> Mser5(const std::vector<double>& observations);

/** @brief A series of one metric whose beginning does not look like the rest. */
struct Transient
{
    std::size_t observations{0}; //!< at the beginning that differ from the rest
    bool isDecided{true};        //!< false when the whole series looks like a beginning
    Interval difference;         //!< beginning minus rest, over replications
};

/**
 * @brief Whether replications of a series, all from the end of the warm-up on, still have a beginning.
 *
 * MSER-5 looks at the mean over replications, observation by observation. What it proposes to leave out
 * counts only when the mean of that part differs from the mean of the rest, replication by
 * replication, at a level of 0.1 % (Student's t): MSER-5 alone leaves out a little of any random
 * series. A single replication, or several that are equal, count when the means differ by more than
 * four standard errors of the rest's batches.
 *
 * @param replications of equal length; longer ones are cut to the shortest
 */
std::optional<Transient> FindTransient(const std::vector<std::vector<double>>& replications);

} // namespace nexsim

#endif // NEXSIM_WARM_UP_H
