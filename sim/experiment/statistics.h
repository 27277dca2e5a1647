// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STATISTICS_H
#define NEXSIM_STATISTICS_H

#include "sim/results/draws.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Mean of a quantity over replications with its two-sided 95 % confidence interval.
 */
struct Interval
{
    double mean{0};
    double low{0};       //!< equal to the mean when the interval is a point or not known
    double high{0};      //!< as low
    double deviation{0}; //!< standard deviation of the sample, n - 1 in the denominator
    std::int64_t n{0};   //!< replications
    bool known{false};   //!< false after one replication of a scenario that draws random numbers

    double HalfWidth() const
    {
        return (high - low) / 2;
    }
};

/** @brief A ratio whose denominator is zero. */
class ZeroDenominator : public std::domain_error
{
  public:
    explicit ZeroDenominator(std::size_t replication);

    /** @brief The first replication concerned, counted from 0. */
    std::size_t GetReplication() const
    {
        return m_replication;
    }

  private:
    std::size_t m_replication;
};

/**
 * @brief Interval of the mean by Student's t with n - 1 degrees of freedom.
 *
 * Values that are all equal give a point, and so does one value of a scenario without random draws.
 * The quantile comes from floating-point library functions: intervals are for reports and never reach
 * a fingerprint.
 *
 * @param values one per replication
 * @throw std::invalid_argument when there are none or one is not finite
 */
Interval MeanInterval(const std::vector<double>& values, Draws draws);

/**
 * @brief Interval of the mean of values[r] - reference[r], paired by replication: both sides used the
 * same random numbers, so what they share cancels.
 * @throw std::invalid_argument also when the sizes differ
 */
Interval DifferenceInterval(const std::vector<double>& values,
                            const std::vector<double>& reference,
                            Draws draws);

/**
 * @brief Interval of the mean of values[r] / reference[r], paired by replication.
 *
 * The mean of the replications' own ratios, not the ratio of means and not a mean of logarithms: each
 * replication is one experiment with one answer, zero and negative numerators are allowed, and the
 * result is what a reader gets from runs.csv by dividing row by row.
 *
 * @throw ZeroDenominator
 * @throw std::invalid_argument also when the sizes differ
 */
Interval RatioInterval(const std::vector<double>& values,
                       const std::vector<double>& reference,
                       Draws draws);

} // namespace nexsim

#endif // NEXSIM_STATISTICS_H
