// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/paired-comparison.h"

#include <doctest/doctest.h>

#include <vector>

namespace paired_comparison_test
{

using namespace nexsim;

namespace
{

const std::vector<double> kBase{100, 140, 80, 120, 160};

std::vector<double>
Plus(const std::vector<double>& added)
{
    std::vector<double> values = kBase;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        values[i] += added[i];
    }
    return values;
}

Standing
StandingOf(const std::vector<double>& added, Direction direction, double margin = 0.05)
{
    std::vector<PairedComparison> all{Compare(Plus(added), kBase, Draws::Random, direction)};
    JudgeTogether(all, margin);
    return all.front().standing;
}

} // namespace

TEST_SUITE("sim/experiment: a paired comparison")
{
    TEST_CASE("sees through what both sides share, in the direction of the metric")
    {
        const std::vector<double> more{9, 10, 11, 10, 10};
        CHECK(StandingOf(more, Direction::Higher) == Standing::Better);
        CHECK(StandingOf(more, Direction::Lower) == Standing::Worse);
        CHECK(StandingOf(more, Direction::None) == Standing::Higher);
        const std::vector<double> less{-9, -10, -11, -10, -10};
        CHECK(StandingOf(less, Direction::Higher) == Standing::Worse);
        CHECK(StandingOf(less, Direction::Lower) == Standing::Better);
        CHECK(StandingOf(less, Direction::None) == Standing::Lower);
    }

    TEST_CASE("is indistinguishable only when the whole interval lies within the margin")
    {
        // Half-width 2.776 x 1 / sqrt(5) = 1.24 around 0, of a baseline of 120.
        const std::vector<double> noise{1, -1, 1, -1, 0};
        CHECK(StandingOf(noise, Direction::Lower, 0.011) == Standing::Indistinguishable);
        CHECK(StandingOf(noise, Direction::Lower, 0.010) == Standing::Undecided);
        CHECK(StandingOf({30, -30, 30, -30, 0}, Direction::Lower) == Standing::Undecided);
        CHECK(StandingOf({0, 0, 0, 0, 0}, Direction::Lower, 0) == Standing::Indistinguishable);
    }

    TEST_CASE("a difference that matters to nobody is still a difference")
    {
        CHECK(StandingOf({1, 1, 1, 1, 1}, Direction::Lower, 0.05) == Standing::Worse);
    }

    TEST_CASE("one replication with random draws is undecided, without them it is certain")
    {
        std::vector<PairedComparison> all{Compare({2}, {1}, Draws::Random, Direction::Lower),
                                          Compare({2}, {1}, Draws::None, Direction::Lower)};
        JudgeTogether(all, 0.05);
        CHECK(all[0].standing == Standing::Undecided);
        CHECK(!all[0].adjusted);
        CHECK(all[1].standing == Standing::Worse);
    }

    TEST_CASE("many looks need stronger evidence: Holm over all that is told together")
    {
        const auto weak = [] {
            return Compare(Plus({9, 1, 11, 2, 7}), kBase, Draws::Random, Direction::Lower);
        };
        std::vector<PairedComparison> alone{weak()};
        JudgeTogether(alone, 0.05);
        REQUIRE(alone[0].p);
        CHECK(*alone[0].p < 0.05);
        CHECK(*alone[0].p > 0.005);
        CHECK(alone[0].standing == Standing::Worse);
        std::vector<PairedComparison> many(10, weak());
        JudgeTogether(many, 0.05);
        CHECK(*many[0].adjusted == doctest::Approx(10 * *alone[0].p));
        CHECK(many[0].standing == Standing::Undecided);
    }

    TEST_CASE("a zero denominator leaves the ratio out, nothing else")
    {
        const PairedComparison one = Compare({1, 2, 3}, {0, 1, 2}, Draws::Random, Direction::Lower);
        CHECK(!one.ratio);
        CHECK(one.difference.mean == 1);
    }
}

} // namespace paired_comparison_test
