// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/size-distribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace nexsim
{

namespace
{

void
CheckPoint(size_t index, const DistributionPoint& point)
{
    if (point.bytes < 0 || point.bytes > EmpiricalDistribution::kLargest)
    {
        throw DistributionError(index,
                                fmt::format("a size lies between 0 and {} bytes, got {}",
                                            EmpiricalDistribution::kLargest,
                                            point.bytes));
    }
    // Negated, so that it refuses a NaN too.
    if (!(point.cumulative >= 0 && point.cumulative <= 1))
    {
        throw DistributionError(
            index,
            fmt::format("a probability lies between 0 and 1, got {}", point.cumulative));
    }
    if (point.bytes == 0 && point.cumulative > 0)
    {
        throw DistributionError(
            index,
            fmt::format("a size of 0 bytes has probability 0, got {}", point.cumulative));
    }
}

void
CheckOrder(size_t index, const DistributionPoint& before, const DistributionPoint& point)
{
    if (point.bytes < before.bytes)
    {
        throw DistributionError(
            index,
            fmt::format("sizes do not fall: {} after {} bytes", point.bytes, before.bytes));
    }
    if (point.cumulative < before.cumulative)
    {
        throw DistributionError(index,
                                fmt::format("cumulative probabilities do not fall: {} after {}",
                                            point.cumulative,
                                            before.cumulative));
    }
    if (point.bytes == before.bytes && point.cumulative <= before.cumulative)
    {
        throw DistributionError(index, "this point repeats the one before it");
    }
}

} // namespace

EmpiricalDistribution::EmpiricalDistribution(std::vector<DistributionPoint> points)
    : m_points(std::move(points))
{
    if (m_points.empty())
    {
        throw DistributionError(0, "a distribution has at least one point");
    }
    for (size_t i = 0; i < m_points.size(); ++i)
    {
        CheckPoint(i, m_points[i]);
        if (i > 0)
        {
            CheckOrder(i, m_points[i - 1], m_points[i]);
        }
    }
    if (m_points.back().cumulative < 1)
    {
        throw DistributionError(m_points.size() - 1,
                                fmt::format("the last cumulative probability is 1, got {}",
                                            m_points.back().cumulative));
    }
}

int64_t
EmpiricalDistribution::Sample(double u) const
{
    if (!(u >= 0 && u < 1))
    {
        throw std::domain_error(fmt::format("a uniform number lies in [0, 1), got {}", u));
    }
    const auto upper = std::upper_bound(
        m_points.begin(),
        m_points.end(),
        u,
        [](double value, const DistributionPoint& point) { return value < point.cumulative; });
    if (upper == m_points.begin())
    {
        return upper->bytes;
    }
    const DistributionPoint& lower = *std::prev(upper);
    const int64_t width = upper->bytes - lower.bytes;
    const double share = (u - lower.cumulative) / (upper->cumulative - lower.cumulative);
    const auto whole = static_cast<int64_t>(static_cast<double>(width) * share);
    return lower.bytes + std::min(whole + 1, width);
}

double
EmpiricalDistribution::Mean() const
{
    const DistributionPoint* before = &m_points.front();
    double mean = static_cast<double>(before->bytes) * before->cumulative;
    for (const DistributionPoint& point : m_points)
    {
        // The sizes first ... point.bytes, equally probable.
        const int64_t first = std::min(before->bytes + 1, point.bytes);
        const double middle = (static_cast<double>(first) + static_cast<double>(point.bytes)) / 2;
        mean += middle * (point.cumulative - before->cumulative);
        before = &point;
    }
    return mean;
}

} // namespace nexsim
