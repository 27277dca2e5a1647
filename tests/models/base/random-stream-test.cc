// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/random-stream.h"

#include "ns3/rng-seed-manager.h"
#include <doctest/doctest.h>

#include <set>
#include <vector>

namespace random_stream_test
{

namespace
{

using nexsim::RandomStream;

std::vector<double>
Draws(RandomStream stream, int count)
{
    std::vector<double> draws;
    for (int i = 0; i < count; ++i)
    {
        draws.push_back(stream.Uniform());
    }
    return draws;
}

} // namespace

TEST_CASE("a stream's numbers follow from seed, replication, path and purpose alone")
{
    const std::vector<double> once = Draws({1, 0, "web/a", "size"}, 4);
    CHECK(once == Draws({1, 0, "web/a", "size"}, 4));
    // Golden: a change of these changes every result ever published with this program.
    CHECK(once == std::vector<double>{0.59397680627814864,
                                      0.56454965877959717,
                                      0.13278190945709059,
                                      0.47790147583082021});
    std::set<double> first{once.front()};
    CHECK(first.insert(Draws({2, 0, "web/a", "size"}, 1).front()).second);
    CHECK(first.insert(Draws({1, 1, "web/a", "size"}, 1).front()).second);
    CHECK(first.insert(Draws({1, 0, "web/b", "size"}, 1).front()).second);
    CHECK(first.insert(Draws({1, 0, "web/a", "gap"}, 1).front()).second);
    CHECK(first.insert(Draws({1, 0, "web", "a/size"}, 1).front()).second);
}

TEST_CASE("drawing from one stream changes no other")
{
    RandomStream alone(7, 3, "a", "x");
    RandomStream beside(7, 3, "a", "x");
    RandomStream other(7, 3, "a", "y");
    for (int i = 0; i < 100; ++i)
    {
        other.Uniform();
        CHECK(alone.Uniform() == beside.Uniform());
    }
}

TEST_CASE("streams never use a number that ns-3 gives out itself")
{
    const uint64_t before = ns3::RngSeedManager::GetNextStreamIndex();
    for (int i = 0; i < 10; ++i)
    {
        Draws({1, 0, "path" + std::to_string(i), "purpose"}, 2);
    }
    CHECK(ns3::RngSeedManager::GetNextStreamIndex() == before + 1);
}

TEST_CASE("uniform numbers lie strictly between 0 and 1 and are spread evenly")
{
    RandomStream stream(1, 0, "a", "x");
    std::vector<int> bins(10);
    for (int i = 0; i < 100'000; ++i)
    {
        const double draw = stream.Uniform();
        REQUIRE(draw > 0);
        REQUIRE(draw < 1);
        ++bins[static_cast<size_t>(draw * 10)];
    }
    for (const int bin : bins)
    {
        CHECK(bin > 10'000 - 500); // five standard deviations of 95
        CHECK(bin < 10'000 + 500);
    }
}

TEST_CASE("uniform integers reach 0 and bound - 1 and nothing beyond")
{
    RandomStream stream(1, 0, "a", "x");
    std::vector<int> seen(7);
    for (int i = 0; i < 7000; ++i)
    {
        ++seen.at(stream.UniformInteger(7));
    }
    for (const int count : seen)
    {
        CHECK(count > 1000 - 150);
        CHECK(count < 1000 + 150);
    }
    CHECK(stream.UniformInteger(1) == 0);
    for (int i = 0; i < 1000; ++i)
    {
        CHECK(stream.UniformInteger(1U << 31) < 1U << 31);
    }
}

} // namespace random_stream_test
