// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/histogram.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace histogram_test
{

using nexsim::LogLinearHistogram;

namespace
{

constexpr int64_t LARGEST = std::numeric_limits<int64_t>::max();

using Bucket = std::tuple<int64_t, int64_t, uint64_t>;

std::vector<Bucket>
Buckets(const LogLinearHistogram& histogram)
{
    std::vector<Bucket> buckets;
    histogram.ForEachBucket([&buckets](int64_t lower, int64_t upper, uint64_t count) {
        buckets.emplace_back(lower, upper, count);
    });
    return buckets;
}

bool
Same(const LogLinearHistogram& a, const LogLinearHistogram& b)
{
    return Buckets(a) == Buckets(b) && a.Count() == b.Count() && a.Sum() == b.Sum() &&
           a.Min() == b.Min() && a.Max() == b.Max();
}

/** Values of every size alike, since uniform ones would nearly all lie in the last octaves. */
rc::Gen<std::vector<int64_t>>
Values()
{
    const auto value =
        rc::gen::map(rc::gen::pair(rc::gen::inRange<int64_t>(0, LARGEST), rc::gen::inRange(0, 63)),
                     [](const std::pair<int64_t, int>& draw) { return draw.first >> draw.second; });
    return rc::gen::container<std::vector<int64_t>>(value);
}

LogLinearHistogram
HistogramOf(const std::vector<int64_t>& values)
{
    LogLinearHistogram histogram;
    for (const int64_t value : values)
    {
        histogram.Record(value);
    }
    return histogram;
}

} // namespace

TEST_CASE("LogLinearHistogram counts each value in the one bucket that holds it, exactly below 256")
{
    for (unsigned shift = 0; shift < 63; ++shift)
    {
        for (const int64_t offset : {-1, 0, 1, 77})
        {
            const int64_t value = std::max<int64_t>(0, (int64_t{1} << shift) + offset);
            LogLinearHistogram histogram;
            histogram.Record(value, 3);
            const std::vector<Bucket> buckets = Buckets(histogram);
            REQUIRE(buckets.size() == 1);
            const auto [lower, upper, count] = buckets.front();
            CHECK(lower <= value);
            CHECK(value <= upper);
            CHECK(count == 3);
            CHECK((value < 256 ? lower == upper : (upper - lower + 1) <= lower / 128));
        }
    }
}

TEST_CASE("LogLinearHistogram's buckets adjoin")
{
    LogLinearHistogram histogram;
    for (int64_t value = 0; value < 5000; ++value)
    {
        histogram.Record(value);
    }
    int64_t next = 0;
    for (const auto& [lower, upper, count] : Buckets(histogram))
    {
        CHECK(lower == next);
        CHECK(count == (upper < 5000 ? static_cast<uint64_t>(upper - lower + 1) : count));
        next = upper + 1;
    }
    CHECK(next >= 5000);
    histogram.Record(LARGEST);
    CHECK(std::get<1>(Buckets(histogram).back()) == LARGEST);
}

TEST_CASE("LogLinearHistogram keeps count, sum, least, greatest and mean exactly")
{
    CHECK(rc::check([] {
        const auto values = *Values();
        const LogLinearHistogram histogram = HistogramOf(values);
        LogLinearHistogram::Total sum = 0;
        uint64_t counted = 0;
        for (const int64_t value : values)
        {
            sum += static_cast<uint64_t>(value);
        }
        for (const auto& [lower, upper, count] : Buckets(histogram))
        {
            const auto inside = [lower = lower, upper = upper](int64_t value) {
                return lower <= value && value <= upper;
            };
            const auto expected = std::count_if(values.begin(), values.end(), inside);
            RC_ASSERT(static_cast<uint64_t>(expected) == count);
            counted += count;
        }
        RC_ASSERT(counted == values.size());
        RC_ASSERT(histogram.Count() == values.size());
        RC_ASSERT(histogram.Sum() == sum);
        if (!values.empty())
        {
            RC_ASSERT(histogram.Min() == *std::min_element(values.begin(), values.end()));
            RC_ASSERT(histogram.Max() == *std::max_element(values.begin(), values.end()));
            const double mean = static_cast<double>(sum) / static_cast<double>(values.size());
            RC_ASSERT(histogram.Mean() == mean);
        }
    }));
}

TEST_CASE("LogLinearHistogram merged equals one that recorded everything, in any grouping")
{
    CHECK(rc::check([] {
        const std::vector<int64_t> a = *Values();
        const std::vector<int64_t> b = *Values();
        const std::vector<int64_t> c = *Values();
        std::vector<int64_t> all = a;
        all.insert(all.end(), b.begin(), b.end());
        all.insert(all.end(), c.begin(), c.end());

        LogLinearHistogram left = HistogramOf(a);
        left.Merge(HistogramOf(b));
        left.Merge(HistogramOf(c));
        LogLinearHistogram tail = HistogramOf(c);
        tail.Merge(HistogramOf(b));
        LogLinearHistogram right;
        right.Merge(tail);
        right.Merge(HistogramOf(a));
        RC_ASSERT(Same(left, HistogramOf(all)));
        RC_ASSERT(Same(right, HistogramOf(all)));
    }));
}

TEST_CASE("LogLinearHistogram's quantile lies within 0.4 % of the value of nearest rank")
{
    CHECK(rc::check([] {
        std::vector<int64_t> values = *rc::gen::nonEmpty(Values());
        const LogLinearHistogram histogram = HistogramOf(values);
        std::sort(values.begin(), values.end());
        int64_t previous = 0;
        for (int permille = 0; permille <= 1000; ++permille)
        {
            const size_t product = static_cast<size_t>(permille) * values.size();
            const size_t rank = std::max<size_t>(1, (product + 999) / 1000);
            const int64_t exact = values[rank - 1];
            const int64_t quantile = histogram.Quantile(permille / 1000.0);
            RC_ASSERT(std::abs(quantile - exact) <= exact / 256);
            RC_ASSERT(quantile >= previous);
            RC_ASSERT((exact >= 256 || quantile == exact));
            previous = quantile;
        }
        RC_ASSERT(histogram.Quantile(0) == values.front());
        RC_ASSERT(histogram.Quantile(1) == values.back());
    }));
}

TEST_CASE("LogLinearHistogram's quantile takes the middle of a bucket, within what was recorded")
{
    LogLinearHistogram histogram;
    histogram.Record(1024, 10); // the bucket 1024..1031
    histogram.Record(1031, 10);
    histogram.Record(2'000'000);
    CHECK(histogram.Quantile(0.5) == 1027);
    CHECK(histogram.Quantile(0.01) == 1024); // the first is exact
    histogram.Record(1);
    CHECK(histogram.Quantile(0.04) == 1);
    CHECK(histogram.Quantile(0.05) == 1027);
    LogLinearHistogram low;
    low.Record(1024, 3);
    CHECK(low.Quantile(0.5) == 1024);
    LogLinearHistogram high;
    high.Record(1031, 3);
    CHECK(high.Quantile(0.5) == 1031);
}

TEST_CASE("LogLinearHistogram without values answers 0")
{
    LogLinearHistogram histogram;
    histogram.Record(55, 0);
    histogram.Merge(LogLinearHistogram());
    CHECK(histogram.Count() == 0);
    CHECK(histogram.Min() == 0);
    CHECK(histogram.Max() == 0);
    CHECK(histogram.Mean() == 0);
    CHECK(histogram.Quantile(0.5) == 0);
    CHECK(Buckets(histogram).empty());
}

TEST_CASE("LogLinearHistogram sums the largest values without overflow")
{
    LogLinearHistogram histogram;
    const auto count = std::numeric_limits<uint64_t>::max() / 2;
    histogram.Record(LARGEST, count);
    CHECK((histogram.Sum() == LogLinearHistogram::Total{count} * static_cast<uint64_t>(LARGEST)));
    CHECK(histogram.Mean() == doctest::Approx(static_cast<double>(LARGEST)));
}

TEST_CASE("LogLinearHistogram refuses negative values and quantiles outside [0, 1]")
{
    LogLinearHistogram histogram;
    CHECK_THROWS_AS(histogram.Record(-1), std::logic_error);
    CHECK_THROWS_AS(histogram.Record(std::numeric_limits<int64_t>::min()), std::logic_error);
    CHECK(histogram.Count() == 0);
    CHECK_THROWS_AS(histogram.Quantile(-0.001), std::invalid_argument);
    CHECK_THROWS_AS(histogram.Quantile(1.001), std::invalid_argument);
    CHECK_THROWS_AS(histogram.Quantile(std::nan("")), std::invalid_argument);
}

} // namespace histogram_test
