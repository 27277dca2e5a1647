// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/random-stream.h"
#include "sim/experiment/warm-up.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace warm_up_test
{

using namespace nexsim;

namespace
{

/** A first-order autoregressive series around 10 + rise * exp(-i / 40). */
std::vector<double>
Series(std::uint64_t replication, std::size_t length, double rise, double memory = 0)
{
    RandomStream draws(3, replication, "warm-up-test", "noise");
    std::vector<double> series;
    double state = 0;
    for (std::size_t i = 0; i < length; ++i)
    {
        state = memory * state + draws.Uniform() - 0.5;
        series.push_back(10 + state + rise * std::exp(-static_cast<double>(i) / 40));
    }
    return series;
}

std::vector<std::vector<double>>
Replications(std::uint64_t first, std::size_t n, double rise, double memory = 0)
{
    std::vector<std::vector<double>> all;
    for (std::size_t r = 0; r < n; ++r)
    {
        all.push_back(Series(first + r, 400, rise, memory));
    }
    return all;
}

} // namespace

TEST_SUITE("sim/experiment: warm-up")
{
    TEST_CASE("MSER-5 leaves out exactly a step at the beginning")
    {
        std::vector<double> series;
        for (int i = 0; i < 200; ++i)
        {
            series.push_back((i < 30 ? 5 : 0) + (i / 5 % 2 == 0 ? 0.1 : -0.1));
        }
        const auto truncation = Mser5(series);
        REQUIRE(truncation);
        CHECK(truncation->observations == 30);
        CHECK(truncation->isDecided);
    }

    TEST_CASE("MSER-5 leaves out nothing of a constant, and says nothing about a short series")
    {
        CHECK(Mser5(std::vector<double>(100, 3.0))->observations == 0);
        CHECK(!Mser5(std::vector<double>(99, 3.0)));
    }

    TEST_CASE("a series that never settles is not decided")
    {
        std::vector<double> ramp;
        for (int i = 0; i < 200; ++i)
        {
            ramp.push_back(i);
        }
        CHECK(!Mser5(ramp)->isDecided);
        const auto transient = FindTransient({ramp, ramp, ramp});
        REQUIRE(transient);
        CHECK(!transient->isDecided);
        CHECK(transient->difference.mean == -100);
    }

    TEST_CASE("a beginning that differs is found, in one replication and in ten")
    {
        for (const std::size_t n : {std::size_t{1}, std::size_t{10}})
        {
            const auto transient = FindTransient(Replications(0, n, 3));
            REQUIRE(transient);
            CHECK(transient->isDecided);
            CHECK(transient->observations >= 40);
            CHECK(transient->observations <= 200);
            CHECK(transient->difference.mean > 0);
        }
    }

    TEST_CASE("a stationary series, correlated or not, hardly ever alarms")
    {
        for (const double memory : {0.0, 0.8})
        {
            int alarms = 0;
            int proposals = 0;
            for (std::uint64_t trial = 0; trial < 200; ++trial)
            {
                const auto all = Replications(1000 + 10 * trial, 10, 0, memory);
                alarms += FindTransient(all) ? 1 : 0;
                proposals += Mser5(all.front())->observations > 0 ? 1 : 0;
            }
            CAPTURE(memory);
            CHECK(proposals > 40); // of 200: MSER-5 alone would cry wolf
            CHECK(alarms <= 4);
        }
    }
}

} // namespace warm_up_test
