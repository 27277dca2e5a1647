// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/statistics.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace statistics_test
{

using namespace nexsim;

TEST_CASE("half-widths follow the published table of Student's t")
{
    struct Row
    {
        int degrees;
        double quantile; //!< 0.975, from the table in NIST/SEMATECH e-Handbook 1.3.6.7.2
    };

    for (const Row& row : {Row{1, 12.706},
                           Row{2, 4.303},
                           Row{3, 3.182},
                           Row{4, 2.776},
                           Row{5, 2.571},
                           Row{9, 2.262},
                           Row{10, 2.228},
                           Row{19, 2.093},
                           Row{29, 2.045},
                           Row{99, 1.984}})
    {
        std::vector<double> values(static_cast<std::size_t>(row.degrees) + 1, 5.0);
        values.front() = 7.0;
        const Interval interval = MeanInterval(values, Draws::Random);
        const double n = row.degrees + 1;
        // One value of n lies 2 above the rest: the sample variance is 4 / n.
        CHECK(interval.deviation == doctest::Approx(2 / std::sqrt(n)));
        CHECK(interval.mean == doctest::Approx(5 + 2 / n));
        CHECK(interval.HalfWidth() * std::sqrt(n) / interval.deviation ==
              doctest::Approx(row.quantile).epsilon(0.0005 / row.quantile));
        CHECK(interval.high + interval.low == doctest::Approx(2 * interval.mean));
        CHECK(interval.n == row.degrees + 1);
        CHECK(interval.known);
    }
}

TEST_CASE("a worked example")
{
    // Mean 3, squares 4 + 1 + 0 + 1 + 4 = 10, variance 2.5, t(4) = 2.776445.
    const Interval interval = MeanInterval({1, 2, 3, 4, 5}, Draws::Random);
    CHECK(interval.mean == 3);
    CHECK(interval.deviation == doctest::Approx(std::sqrt(2.5)));
    CHECK(interval.HalfWidth() == doctest::Approx(2.776445 * std::sqrt(2.5 / 5)).epsilon(1e-6));
}

TEST_CASE("equal replications give a point at exactly their value")
{
    const double third = 1.0 / 3;
    const Interval interval = MeanInterval(std::vector<double>(7, third), Draws::Random);
    CHECK(interval.known);
    CHECK(interval.mean == third);
    CHECK(interval.low == third);
    CHECK(interval.high == third);
    CHECK(interval.deviation == 0);
}

TEST_CASE("one replication is a point without random draws and unknown with them")
{
    const Interval fixed = MeanInterval({4.5}, Draws::None);
    CHECK(fixed.known);
    CHECK(fixed.low == 4.5);
    CHECK(fixed.high == 4.5);
    const Interval random = MeanInterval({4.5}, Draws::Random);
    CHECK_FALSE(random.known);
    CHECK(random.mean == 4.5);
    CHECK(random.n == 1);
}

TEST_CASE("what is not a sample is refused")
{
    CHECK_THROWS_AS(MeanInterval({}, Draws::None), std::invalid_argument);
    CHECK_THROWS_AS(MeanInterval({1, std::nan("")}, Draws::None), std::invalid_argument);
    CHECK_THROWS_AS(MeanInterval({std::numeric_limits<double>::infinity()}, Draws::None),
                    std::invalid_argument);
    CHECK_THROWS_AS(DifferenceInterval({1, 2}, {1}, Draws::None), std::invalid_argument);
    CHECK_THROWS_AS(RatioInterval({1}, {1, 2}, Draws::None), std::invalid_argument);
}

TEST_CASE("pairing cancels what both sides share")
{
    const std::vector<double> load{1, 50, 7, 300};
    std::vector<double> more;
    std::vector<double> twice;
    for (const double value : load)
    {
        more.push_back(value + 3);
        twice.push_back(value * 2);
    }
    const Interval difference = DifferenceInterval(more, load, Draws::Random);
    CHECK(difference.mean == 3);
    CHECK(difference.low == 3);
    CHECK(difference.high == 3);
    const Interval ratio = RatioInterval(twice, load, Draws::Random);
    CHECK(ratio.low == 2);
    CHECK(ratio.high == 2);
}

TEST_CASE("a ratio is the mean of the replications' ratios")
{
    // 1/2 and 6/3: mean 1.25, where the ratio of the means would be 7/5.
    const Interval ratio = RatioInterval({1, 6}, {2, 3}, Draws::Random);
    CHECK(ratio.mean == 1.25);
    CHECK(ratio.deviation == doctest::Approx(1.5 / std::sqrt(2.0)));
    const Interval difference = DifferenceInterval({1, 6}, {2, 3}, Draws::Random);
    CHECK(difference.mean == 1);
}

TEST_CASE("a zero denominator names its replication")
{
    try
    {
        RatioInterval({1, 0, 1}, {1, 2, 0}, Draws::Random);
        FAIL("must throw");
    }
    catch (const ZeroDenominator& error)
    {
        CHECK(error.GetReplication() == 2);
    }
}

TEST_CASE("an interval holds the mean and shifts with the sample")
{
    CHECK(rc::check("for small integers", [](const std::vector<signed char>& sample) {
        RC_PRE(sample.size() > 1);
        const std::vector<double> values(sample.begin(), sample.end());
        std::vector<double> shifted;
        for (const double value : values)
        {
            shifted.push_back(value + 1000);
        }
        const Interval a = MeanInterval(values, Draws::Random);
        const Interval b = MeanInterval(shifted, Draws::Random);
        RC_ASSERT(a.low <= a.mean);
        RC_ASSERT(a.mean <= a.high);
        RC_ASSERT(std::abs(b.mean - a.mean - 1000) < 1e-9);
        RC_ASSERT(std::abs(b.HalfWidth() - a.HalfWidth()) < 1e-9 * (1 + a.HalfWidth()));
    }));
}

TEST_CASE("p-values answer for points, and for what the interval just touches")
{
    CHECK(PValue(MeanInterval({2, 2, 2}, Draws::Random), 2) == 1);
    CHECK(PValue(MeanInterval({2, 2, 2}, Draws::Random), 1) == 0);
    const Interval interval = MeanInterval({1, 2, 3, 4, 5}, Draws::Random);
    CHECK(PValue(interval, interval.low) == doctest::Approx(0.05).epsilon(1e-9));
    CHECK(PValue(interval, interval.high) == doctest::Approx(0.05).epsilon(1e-9));
    CHECK(PValue(interval, 3) == 1);
    CHECK_THROWS_AS(PValue(MeanInterval({2}, Draws::Random), 1), std::invalid_argument);
}

TEST_CASE("Holm's worked example")
{
    // Four tests: .01 x 4, .02 x 3, .03 x 2, .04 x 1 raised to its predecessor.
    const std::vector<double> adjusted = HolmAdjusted({0.03, 0.01, 0.04, 0.02});
    CHECK(adjusted[1] == doctest::Approx(0.04));
    CHECK(adjusted[3] == doctest::Approx(0.06));
    CHECK(adjusted[0] == doctest::Approx(0.06));
    CHECK(adjusted[2] == doctest::Approx(0.06));
    CHECK(HolmAdjusted({0.9, 0.8}) == std::vector<double>{1, 1});
    CHECK(HolmAdjusted({}).empty());
    CHECK_THROWS_AS(HolmAdjusted({1.5}), std::invalid_argument);
    CHECK_THROWS_AS(HolmAdjusted({std::nan("")}), std::invalid_argument);
}

} // namespace statistics_test
