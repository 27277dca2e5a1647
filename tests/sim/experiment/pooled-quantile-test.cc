// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/histogram.h"
#include "models/base/random-stream.h"
#include "sim/experiment/pooled-quantile.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

namespace pooled_quantile_test
{

using namespace nexsim;

namespace
{

Buckets
BucketsOf(const LogLinearHistogram& histogram)
{
    Buckets buckets;
    histogram.ForEachBucket([&buckets](std::int64_t low, std::int64_t high, std::uint64_t count) {
        buckets.push_back({low, high, count});
    });
    return buckets;
}

/** Replications whose level differs, as replications of a queue do. */
std::vector<LogLinearHistogram>
Replications(std::size_t n)
{
    std::vector<LogLinearHistogram> all(n);
    for (std::size_t r = 0; r < n; ++r)
    {
        RandomStream draws(7, r, "pooled-quantile-test", "values");
        const double level = 1e6 * (1 + draws.Uniform());
        for (int i = 0; i < 500; ++i)
        {
            all[r].Record(static_cast<std::int64_t>(level * draws.Uniform()));
        }
    }
    return all;
}

std::vector<Buckets>
AllBuckets(const std::vector<LogLinearHistogram>& histograms)
{
    std::vector<Buckets> all;
    for (const LogLinearHistogram& histogram : histograms)
    {
        all.push_back(BucketsOf(histogram));
    }
    return all;
}

} // namespace

TEST_SUITE("sim/experiment: pooled quantiles")
{
    TEST_CASE("are those of one histogram of everything")
    {
        const auto histograms = Replications(8);
        LogLinearHistogram merged;
        for (const LogLinearHistogram& histogram : histograms)
        {
            merged.Merge(histogram);
        }
        const PooledQuantiles pooled(AllBuckets(histograms));
        CHECK(pooled.Count() == merged.Count());
        for (const double q : {0.1, 0.5, 0.9, 0.99, 0.999})
        {
            CHECK(pooled.Quantile(q) == static_cast<double>(merged.Quantile(q)));
        }
    }

    TEST_CASE("have an interval that holds them, the same each time, another for another name")
    {
        const PooledQuantiles pooled(AllBuckets(Replications(10)));
        const Interval a = pooled.Estimate(0.99, "web/latency/p99");
        CHECK(a.known);
        CHECK(a.low < a.mean);
        CHECK(a.mean < a.high);
        const Interval same = pooled.Estimate(0.99, "web/latency/p99");
        CHECK(same.low == a.low);
        CHECK(same.high == a.high);
        // Of the median many resamples differ, so that other draws show.
        const Interval b = pooled.Estimate(0.5, "web");
        const Interval c = pooled.Estimate(0.5, "bulk");
        CHECK((b.low != c.low || b.high != c.high));
    }

    TEST_CASE("equal replications give a point")
    {
        const std::vector<Buckets> equal(6, BucketsOf(Replications(1).front()));
        const Interval interval = PooledQuantiles(equal).Estimate(0.9, "x");
        CHECK(interval.low == interval.mean);
        CHECK(interval.high == interval.mean);
    }

    TEST_CASE("know no interval from fewer than five replications")
    {
        CHECK(!PooledQuantiles(AllBuckets(Replications(4))).Estimate(0.5, "x").known);
        CHECK(PooledQuantiles(AllBuckets(Replications(5))).Estimate(0.5, "x").known);
    }

    TEST_CASE("take a replication that saw nothing as it is, and refuse what is no data")
    {
        std::vector<Buckets> some(5, Buckets{{10, 10, 3}});
        some[2].clear();
        CHECK(PooledQuantiles(some).Estimate(0.5, "x").high == 10);
        CHECK_THROWS_AS(PooledQuantiles({}), std::invalid_argument);
        CHECK_THROWS_AS(PooledQuantiles({Buckets{}}).Quantile(0.5), std::invalid_argument);
        CHECK_THROWS_AS(PooledQuantiles(some).Quantile(1.5), std::invalid_argument);
        CHECK_THROWS_AS(PooledQuantiles({{{8, 9, 1}}, {{8, 8, 1}}}), std::invalid_argument);
    }
}

} // namespace pooled_quantile_test
