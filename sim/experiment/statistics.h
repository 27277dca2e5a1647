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

/**
 * @brief Two-sided p-value of Student's t test that the true mean is `hypothesis`; of an interval of
 * paired differences or ratios it is that of the paired test.
 *
 * A point interval gives 1 at the hypothesis and 0 elsewhere.
 * @throw std::invalid_argument when the interval is not known
 */
double PValue(const Interval& interval, double hypothesis);

/**
 * @brief p-values adjusted by Holm's step-down method: those below a level are, together, false
 * rejections of any hypothesis with at most that probability, however the tests depend on each other.
 *
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6
 * (1979) 65-70.
 * @return in the order of the argument, each at most 1
 * @throw std::invalid_argument when one is not in [0, 1]
 */
std::vector<double> HolmAdjusted(const std::vector<double>& pValues);

} // namespace nexsim

#endif // NEXSIM_STATISTICS_H
