// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/size-distribution.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace nexsim::size_distribution_test
{

namespace
{

using Points = std::vector<DistributionPoint>;

/** @brief "point N: message" of the error that the points give, "" if none. */
std::string
ErrorOf(const Points& points)
{
    try
    {
        const EmpiricalDistribution distribution(points);
    }
    catch (const DistributionError& error)
    {
        return "point " + std::to_string(error.Point()) + ": " + error.what();
    }
    return "";
}

/** @brief Any valid table: sizes up to about 2000 and probabilities in 64ths, so that both are exact. */
Points
AnyPoints()
{
    int64_t bytes = *rc::gen::inRange<int64_t>(0, 100);
    int64_t share = bytes == 0 ? 0 : *rc::gen::inRange<int64_t>(0, 64);
    Points points{{bytes, static_cast<double>(share) / 64}};
    while (share < 64)
    {
        const auto width = *rc::gen::inRange<int64_t>(bytes == 0 ? 1 : 0, 100);
        const auto rise = *rc::gen::inRange<int64_t>(width == 0 ? 1 : 0, 64 - share + 1);
        bytes += width;
        share += rise;
        points.push_back({bytes, static_cast<double>(share) / 64});
    }
    return points;
}

} // namespace

TEST_CASE("a size drawn between two points is uniform over the whole numbers above the lower one")
{
    const EmpiricalDistribution distribution({{10, 0}, {14, 0.5}, {114, 1}});
    CHECK(distribution.Sample(0) == 11);
    CHECK(distribution.Sample(0.1249) == 11);
    CHECK(distribution.Sample(0.125) == 12);
    CHECK(distribution.Sample(0.25) == 13);
    CHECK(distribution.Sample(0.375) == 14);
    CHECK(distribution.Sample(0.4999) == 14);
    CHECK(distribution.Sample(0.5) == 15);
    CHECK(distribution.Sample(0.75) == 65);
    CHECK(distribution.Sample(std::nextafter(1.0, 0.0)) == 114);
}

TEST_CASE("a first point above probability 0 and a step give their sizes that probability")
{
    const EmpiricalDistribution distribution(
        {{40, 0.25}, {576, 0.25}, {576, 0.5}, {1500, 0.5}, {1500, 1}});
    CHECK(distribution.Sample(0) == 40);
    CHECK(distribution.Sample(0.2499) == 40);
    CHECK(distribution.Sample(0.25) == 576);
    CHECK(distribution.Sample(0.4999) == 576);
    CHECK(distribution.Sample(0.5) == 1500);
    CHECK(distribution.Sample(0.9999) == 1500);
    CHECK(distribution.Mean() == 40 * 0.25 + 576 * 0.25 + 1500 * 0.5);
}

TEST_CASE("one point is a constant")
{
    const EmpiricalDistribution distribution({{1500, 1}});
    CHECK(distribution.Sample(0) == 1500);
    CHECK(distribution.Sample(0.999) == 1500);
    CHECK(distribution.Mean() == 1500);
}

TEST_CASE("the largest size keeps every bit")
{
    const EmpiricalDistribution distribution({{0, 0}, {EmpiricalDistribution::kLargest, 1}});
    CHECK(distribution.Sample(0.5) == EmpiricalDistribution::kLargest / 2 + 1);
    CHECK(distribution.Sample(std::nextafter(1.0, 0.0)) == EmpiricalDistribution::kLargest);
    CHECK(distribution.Sample(0) == 1);
}

TEST_CASE("a number outside [0, 1) is refused")
{
    const EmpiricalDistribution distribution({{1, 1}});
    CHECK_THROWS_WITH_AS(distribution.Sample(1),
                         "a uniform number lies in [0, 1), got 1",
                         std::domain_error);
    CHECK_THROWS_AS(distribution.Sample(-0.001), std::domain_error);
    CHECK_THROWS_AS(distribution.Sample(std::numeric_limits<double>::quiet_NaN()),
                    std::domain_error);
}

TEST_CASE("property: sizes drawn over an even grid have exactly the probabilities of the table")
{
    CHECK(rc::check([] {
        const Points points = AnyPoints();
        const EmpiricalDistribution distribution(points);
        // Fine enough for the up to 100 sizes of a segment that is one 64th high.
        constexpr int64_t grid = 64 * 840;
        std::map<int64_t, int64_t> drawn;
        for (int64_t i = 0; i < grid; ++i)
        {
            ++drawn[distribution.Sample((static_cast<double>(i) + 0.5) / grid)];
        }
        double sum = 0;
        int64_t below = 0;
        auto next = drawn.begin();
        for (const DistributionPoint& point : points)
        {
            for (; next != drawn.end() && next->first <= point.bytes; ++next)
            {
                below += next->second;
                sum += static_cast<double>(next->first) * static_cast<double>(next->second);
            }
            const bool stepFollows = &point != &points.back() && (&point)[1].bytes == point.bytes;
            if (!stepFollows)
            {
                RC_ASSERT(below == static_cast<int64_t>(point.cumulative * grid));
            }
        }
        RC_ASSERT(below == grid);
        RC_ASSERT(drawn.begin()->first >= 1);
        RC_ASSERT(std::abs(sum / grid - distribution.Mean()) < 0.01);
    }));
}

TEST_CASE("property: a larger number never draws a smaller size")
{
    CHECK(rc::check([] {
        const EmpiricalDistribution distribution(AnyPoints());
        int64_t before = 0;
        for (int i = 0; i < 1000; ++i)
        {
            const int64_t size = distribution.Sample(i / 1000.0);
            RC_ASSERT(size >= before);
            before = size;
        }
    }));
}

TEST_CASE("points that make no distribution are refused, and which one it is")
{
    CHECK(ErrorOf({}) == "point 0: a distribution has at least one point");
    CHECK(ErrorOf({{-1, 0}, {5, 1}}) ==
          "point 0: a size lies between 0 and 9007199254740992 bytes, got -1");
    CHECK(ErrorOf({{1, 0}, {(int64_t{1} << 53) + 1, 1}}) ==
          "point 1: a size lies between 0 and 9007199254740992 bytes, got 9007199254740993");
    CHECK(ErrorOf({{1, -0.1}, {5, 1}}) == "point 0: a probability lies between 0 and 1, got -0.1");
    CHECK(ErrorOf({{1, 0.1}, {5, 1.5}}) == "point 1: a probability lies between 0 and 1, got 1.5");
    CHECK(ErrorOf({{1, std::numeric_limits<double>::quiet_NaN()}}) ==
          "point 0: a probability lies between 0 and 1, got nan");
    CHECK(ErrorOf({{0, 0.25}, {5, 1}}) == "point 0: a size of 0 bytes has probability 0, got 0.25");
    CHECK(ErrorOf({{1, 0}, {9, 0.5}, {8, 1}}) == "point 2: sizes do not fall: 8 after 9 bytes");
    CHECK(ErrorOf({{1, 0}, {9, 0.5}, {10, 0.25}, {11, 1}}) ==
          "point 2: cumulative probabilities do not fall: 0.25 after 0.5");
    CHECK(ErrorOf({{1, 0}, {9, 1}, {9, 1}}) == "point 2: this point repeats the one before it");
    CHECK(ErrorOf({{1, 0}, {9, 0.5}, {9, 0.75}}) ==
          "point 2: the last cumulative probability is 1, got 0.75");
    CHECK(ErrorOf({{1, 0}, {9, 0.5}, {9, 1}}) == "");
}

} // namespace nexsim::size_distribution_test
