// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POOLED_QUANTILE_H
#define NEXSIM_POOLED_QUANTILE_H

#include "sim/experiment/statistics.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief A bucket of a histogram. */
struct Bucket
{
    std::int64_t low{0};
    std::int64_t high{0}; //!< included
    std::uint64_t count{0};
};

/** @brief The buckets of one replication that are not empty, ascending. */
using Buckets = std::vector<Bucket>;

/**
 * @brief Quantiles of all packets of several replications together, from their histograms.
 *
 * The interval is a percentile bootstrap over replications: whole replications are drawn with
 * replacement, since packets of one replication depend on each other. Draws come from a stream named
 * by the caller, so that the same data give the same interval everywhere. With few replications the
 * interval is somewhat too narrow, as all of its kind are; with fewer than five it is not known.
 *
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application" (1997), sections 2.4, 5.3.1.
 */
class PooledQuantiles
{
  public:
    static constexpr std::size_t kLeastReplications = 5;
    static constexpr std::size_t kResamples = 2000;

    /** @throw std::invalid_argument without a replication, or when a bucket differs in its width */
    explicit PooledQuantiles(const std::vector<Buckets>& replications);

    /** @brief Values counted in all replications. */
    std::uint64_t Count() const;

    /**
     * @brief The value of nearest rank, as the middle of its bucket.
     * @param q in [0, 1]
     * @throw std::invalid_argument when nothing was counted, or for another q
     */
    double Quantile(double q) const;

    /**
     * @brief Quantile with its 95 % interval. Resamples that happen to hold no value are left out.
     * @param stream names the draws: what the quantile is of
     * @throw as Quantile
     */
    Interval Estimate(double q, std::string_view stream) const;

  private:
    double QuantileOf(const std::vector<std::uint64_t>& counts, double q) const;

    std::vector<Bucket> m_axis;                       //!< of all replications; counts are sums
    std::vector<std::vector<std::uint64_t>> m_counts; //!< by replication, then bucket of the axis
};

} // namespace nexsim

#endif // NEXSIM_POOLED_QUANTILE_H
