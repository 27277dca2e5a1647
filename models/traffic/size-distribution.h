// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SIZE_DISTRIBUTION_H
#define NEXSIM_SIZE_DISTRIBUTION_H

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief With probability `cumulative` a size is not above `bytes`. */
struct DistributionPoint
{
    int64_t bytes;
    double cumulative;
};

/** @brief The points make no distribution; what() says why, Point() which one (from 0). */
class DistributionError : public std::invalid_argument
{
  public:
    DistributionError(size_t point, const std::string& what)
        : std::invalid_argument(what), m_point(point)
    {
    }

    size_t Point() const
    {
        return m_point;
    }

  private:
    size_t m_point;
};

/**
 * @brief A distribution of sizes in whole bytes, given by points of its cumulative distribution.
 *
 * Between two points it is linear in the size, and it holds exactly at whole numbers: for points
 * (a, p) and (b, q) each of the sizes a+1 ... b has the probability (q - p) / (b - a). Two points of
 * one size give that size the probability between them, and a first point (a, p) with p > 0 gives
 * the size a the probability p. No size is below 1.
 */
class EmpiricalDistribution
{
  public:
    /** @brief Largest size: up to it, doubles hold every whole number. */
    static constexpr int64_t kLargest = int64_t{1} << 53;

    /**
     * @param points sizes from 0 to kLargest and probabilities from 0 to 1, neither ever falling, one
     *        of them rising from point to point; the last probability is 1, that of size 0 is 0
     * @throws DistributionError naming the first point that breaks a rule
     */
    explicit EmpiricalDistribution(std::vector<DistributionPoint> points);

    /**
     * @brief Inverts the distribution: the smallest size whose cumulative probability is above `u`.
     *
     * Computed as a + floor((b - a) * ((u - p) / (q - p))) + 1, at most b, in double precision with
     * these operations only, hence the same on every machine.
     *
     * @param u uniform in [0, 1); std::domain_error if it is not
     */
    int64_t Sample(double u) const;

    /** @brief Expected value of Sample(), in bytes. */
    double Mean() const;

  private:
    std::vector<DistributionPoint> m_points;
};

} // namespace nexsim

#endif // NEXSIM_SIZE_DISTRIBUTION_H
