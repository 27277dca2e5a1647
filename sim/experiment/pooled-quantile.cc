// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/pooled-quantile.h"

#include "models/base/random-stream.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>

namespace nexsim
{

namespace
{

constexpr double kTail = 0.025; //!< of a two-sided 95 % interval

} // namespace

PooledQuantiles::PooledQuantiles(const std::vector<Buckets>& replications)
{
    if (replications.empty())
    {
        throw std::invalid_argument("a pooled quantile needs a replication");
    }
    std::map<std::int64_t, Bucket> axis;
    for (const Buckets& buckets : replications)
    {
        for (const Bucket& bucket : buckets)
        {
            Bucket& known =
                axis.emplace(bucket.low, Bucket{bucket.low, bucket.high, 0}).first->second;
            if (known.high != bucket.high)
            {
                throw std::invalid_argument("buckets from " + std::to_string(bucket.low) +
                                            " have different widths");
            }
            known.count += bucket.count;
        }
    }
    for (const auto& entry : axis)
    {
        m_axis.push_back(entry.second);
    }
    for (const Buckets& buckets : replications)
    {
        std::vector<std::uint64_t>& counts = m_counts.emplace_back(m_axis.size(), 0);
        for (const Bucket& bucket : buckets)
        {
            const auto place = std::distance(axis.begin(), axis.find(bucket.low));
            counts[static_cast<std::size_t>(place)] += bucket.count;
        }
    }
}

std::uint64_t
PooledQuantiles::Count() const
{
    std::uint64_t count = 0;
    for (const Bucket& bucket : m_axis)
    {
        count += bucket.count;
    }
    return count;
}

double
PooledQuantiles::QuantileOf(const std::vector<std::uint64_t>& counts, double q) const
{
    std::uint64_t total = 0;
    for (const std::uint64_t count : counts)
    {
        total += count;
    }
    // The rule of LogLinearHistogram::Quantile.
    const double product = q * static_cast<double>(total);
    const double wanted = std::ceil(product - product * 0x1p-50);
    const auto rank = std::min(total, static_cast<std::uint64_t>(std::max(1.0, wanted)));
    std::uint64_t seen = 0;
    std::size_t bucket = 0;
    while (seen + counts[bucket] < rank)
    {
        seen += counts[bucket++];
    }
    const Bucket& found = m_axis[bucket];
    const std::int64_t middle = found.low + (found.high - found.low) / 2;
    return static_cast<double>(middle);
}

double
PooledQuantiles::Quantile(double q) const
{
    if (!(q >= 0 && q <= 1))
    {
        throw std::invalid_argument("a quantile must lie in [0, 1], not " + std::to_string(q));
    }
    std::vector<std::uint64_t> counts;
    for (const Bucket& bucket : m_axis)
    {
        counts.push_back(bucket.count);
    }
    if (Count() == 0)
    {
        throw std::invalid_argument("no value was counted, so there is no quantile");
    }
    return QuantileOf(counts, q);
}

Interval
PooledQuantiles::Estimate(double q, std::string_view stream) const
{
    Interval interval;
    interval.mean = interval.low = interval.high = Quantile(q);
    interval.n = static_cast<std::int64_t>(m_counts.size());
    if (m_counts.size() < kLeastReplications)
    {
        return interval;
    }
    RandomStream draws(1, 0, stream, "bootstrap");
    const auto replications = static_cast<std::uint32_t>(m_counts.size());
    std::vector<double> resampled;
    std::vector<std::uint64_t> counts(m_axis.size());
    for (std::size_t i = 0; i < kResamples; ++i)
    {
        std::fill(counts.begin(), counts.end(), 0);
        std::uint64_t any = 0;
        for (std::uint32_t r = 0; r < replications; ++r)
        {
            const std::vector<std::uint64_t>& drawn = m_counts[draws.UniformInteger(replications)];
            for (std::size_t bucket = 0; bucket < counts.size(); ++bucket)
            {
                counts[bucket] += drawn[bucket];
                any |= drawn[bucket];
            }
        }
        if (any != 0)
        {
            resampled.push_back(QuantileOf(counts, q));
        }
    }
    std::sort(resampled.begin(), resampled.end());
    const auto tail = static_cast<std::size_t>(kTail * static_cast<double>(resampled.size()));
    interval.low = resampled[tail];
    interval.high = resampled[resampled.size() - 1 - tail];
    interval.known = true;
    return interval;
}

} // namespace nexsim
