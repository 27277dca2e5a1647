// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/ns3-streams.h"
#include "tests/support/simulation.h"

#include "ns3/random-variable-stream.h"
#include "ns3/rng-seed-manager.h"
#include <doctest/doctest.h>

#include <vector>

namespace ns3_streams_test
{

namespace
{

using nexsim::Ns3Streams;
using nexsim::RunContext;

/** The first draws of `count` variables that ns-3 makes while the streams of `path` are in use. */
std::vector<double>
Draws(RunContext& run, const char* path, int count)
{
    const Ns3Streams streams(run, path);
    const Ns3Streams::Scope scope(streams);
    std::vector<double> draws;
    for (int i = 0; i < count; ++i)
    {
        draws.push_back(ns3::CreateObject<ns3::UniformRandomVariable>()->GetValue());
    }
    return draws;
}

} // namespace

// Fails when all variables of one component get one stream, and when path, seed or replication
// does not count.
TEST_CASE("ns-3's variables draw by path, number, seed and replication, and never by their order")
{
    const nexsim::testing::Simulation simulation;
    RunContext run(7, 2);
    const uint64_t automatic = ns3::RngSeedManager::GetNextStreamIndex();
    const uint32_t seed = ns3::RngSeedManager::GetSeed();
    const uint64_t replication = ns3::RngSeedManager::GetRun();
    const auto first = Draws(run, "a", 2);
    CHECK(first[0] != first[1]);
    CHECK(Draws(run, "b", 2) != first);
    CHECK(Draws(run, "a", 2) == first);
    RunContext otherSeed(8, 2);
    CHECK(Draws(otherSeed, "a", 2)[0] != first[0]);
    RunContext otherReplication(7, 3);
    CHECK(Draws(otherReplication, "a", 2)[0] != first[0]);
    CHECK(run.HasDrawn());
    CHECK(ns3::RngSeedManager::GetNextStreamIndex() == automatic + 1);
    CHECK(ns3::RngSeedManager::GetSeed() == seed);
    CHECK(ns3::RngSeedManager::GetRun() == replication);
}

// Fails when the number of the stream is not that of our streams of this name.
TEST_CASE("a variable of ns-3 draws what our stream of its name draws")
{
    const nexsim::testing::Simulation simulation;
    RunContext run(7, 2);
    auto ours = run.Stream("a", "ns3-variable-1");
    CHECK(Draws(run, "a", 2)[1] == ours.Uniform());
}

TEST_CASE("outside of a scope ns-3 numbers its variables itself")
{
    const nexsim::testing::Simulation simulation;
    RunContext run;
    Draws(run, "a", 1);
    const uint64_t automatic = ns3::RngSeedManager::GetNextStreamIndex();
    ns3::CreateObject<ns3::UniformRandomVariable>();
    CHECK(ns3::RngSeedManager::GetNextStreamIndex() == automatic + 2);
}

} // namespace ns3_streams_test
