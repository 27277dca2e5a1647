// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/blueprint.h"
#include "models/switch/arbiter.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace arbiter_test
{

namespace
{

using nexsim::Arbiter;
using nexsim::Blueprint;
using nexsim::CrossbarRequest;
using nexsim::IntegerValue;
using nexsim::RandomStream;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::testing::Simulation;

using Pair = std::pair<uint32_t, uint32_t>;
using Pairs = std::set<Pair>;

/** An arbiter in a run of its own. */
class Scene
{
  public:
    Scene(const std::string& type, uint32_t inputs, uint32_t outputs, int64_t iterations = 0)
    {
        Blueprint blueprint(ns3::TypeId::LookupByName("nexsim::" + type + "Arbiter"));
        if (iterations > 0)
        {
            blueprint.Set("Iterations", ns3::Create<IntegerValue>(iterations));
        }
        arbiter = blueprint.CreateAs<Arbiter>();
        arbiter->Attach(run, "arbiter");
        arbiter->Connect(inputs, outputs);
    }

    std::vector<Pair> MatchInOrder(const std::vector<CrossbarRequest>& requests)
    {
        std::vector<size_t> granted;
        arbiter->Match(requests, granted);
        std::vector<Pair> pairs;
        for (const size_t i : granted)
        {
            pairs.emplace_back(requests.at(i).input, requests.at(i).output);
        }
        return pairs;
    }

    Pairs Match(const std::vector<CrossbarRequest>& requests)
    {
        const auto pairs = MatchInOrder(requests);
        return Pairs(pairs.begin(), pairs.end());
    }

    Simulation simulation;
    RunContext run;
    ns3::Ptr<Arbiter> arbiter;
};

/** All of n inputs for all of n outputs, equally old. */
std::vector<CrossbarRequest>
Everything(uint32_t n)
{
    std::vector<CrossbarRequest> requests;
    for (uint32_t input = 0; input < n; ++input)
    {
        for (uint32_t output = 0; output < n; ++output)
        {
            requests.push_back({input, output, SimTime(0)});
        }
    }
    return requests;
}

} // namespace

TEST_CASE("iSLIP, one iteration, three rounds by hand: pointers come apart, then all are matched")
{
    Scene scene("Islip", 2, 2, 1);
    const auto all = Everything(2);
    // Both outputs grant input 0, which accepts output 0: grant pointers 1 and 0, accept 1 and 0.
    CHECK(scene.Match(all) == Pairs{{0, 0}});
    // Output 0 grants input 1, output 1 grants input 0.
    CHECK(scene.Match(all) == Pairs{{0, 1}, {1, 0}});
    CHECK(scene.Match(all) == Pairs{{0, 0}, {1, 1}});
    CHECK(scene.Match(all) == Pairs{{0, 1}, {1, 0}});
}

TEST_CASE("iSLIP: only grants that are accepted in the first iteration move pointers")
{
    Scene scene("Islip", 3, 3, 3);
    const auto all = Everything(3);
    // In three iterations input 0 takes output 0, then 1 takes 1, then 2 takes 2. Of the pointers
    // only those of the first pair move.
    CHECK(scene.MatchInOrder(all) == std::vector<Pair>{{0, 0}, {1, 1}, {2, 2}});
    // Output 0 grants input 1, outputs 1 and 2 grant input 0, which accepts output 1. Had all moved,
    // output 1 would have granted input 2.
    CHECK(scene.Match(all) == Pairs{{0, 1}, {1, 0}, {2, 2}});
}

TEST_CASE("iSLIP: a grant that is not accepted leaves the output's pointer where it was")
{
    Scene scene("Islip", 2, 2, 1);
    // Outputs 0 and 1 both grant input 0; output 1 is not accepted and grants input 0 again.
    CHECK(scene.Match(Everything(2)) == Pairs{{0, 0}});
    CHECK(scene.Match({{0, 1, SimTime(0)}, {1, 1, SimTime(0)}}) == Pairs{{0, 1}});
    // Now its pointer is at input 1.
    CHECK(scene.Match({{0, 1, SimTime(0)}, {1, 1, SimTime(0)}}) == Pairs{{1, 1}});
}

TEST_CASE("iSLIP, saturated: once apart, every input serves every output once in N rounds")
{
    for (const uint32_t n : {2U, 3U, 8U, 16U})
    {
        Scene scene("Islip", n, n, 1);
        const auto all = Everything(n);
        for (uint32_t round = 0; round < 4 * n * n; ++round)
        {
            scene.Match(all);
        }
        Pairs served;
        for (uint32_t round = 0; round < n; ++round)
        {
            const Pairs pairs = scene.Match(all);
            CHECK(pairs.size() == n);
            served.insert(pairs.begin(), pairs.end());
        }
        CHECK(served.size() == size_t{n} * n);
    }
}

TEST_CASE("PIM, by hand: with one request per output, grants are forced and accepts are drawn")
{
    Scene scene("Pim", 2, 3, 1);
    RandomStream draws(1, 0, "arbiter", "choice");
    const std::vector<CrossbarRequest> requests = {{0, 0, SimTime(0)},
                                                   {0, 1, SimTime(0)},
                                                   {1, 2, SimTime(0)}};
    for (int round = 0; round < 20; ++round)
    {
        // Only input 0 has a choice: of its grants, by outputs 0 and 1.
        const uint32_t chosen = draws.UniformInteger(2);
        CHECK(scene.Match(requests) == Pairs{{0, chosen}, {1, 2}});
    }
}

TEST_CASE("PIM, by hand: a second iteration joins whom the first left over")
{
    Scene scene("Pim", 2, 2, 2);
    RandomStream draws(1, 0, "arbiter", "choice");
    for (int round = 0; round < 20; ++round)
    {
        // Each output draws an input. Where both draw the same one, it draws an output, and the
        // second iteration has one pair left.
        const uint32_t first = draws.UniformInteger(2);
        const uint32_t second = draws.UniformInteger(2);
        std::vector<Pair> expected;
        if (first == second)
        {
            const uint32_t accepted = draws.UniformInteger(2);
            expected = {{first, accepted}, {1 - first, 1 - accepted}};
        }
        else
        {
            expected = {{first, 0}, {second, 1}};
            std::sort(expected.begin(), expected.end());
        }
        CHECK(scene.MatchInOrder(Everything(2)) == expected);
    }
}

TEST_CASE("PIM, one iteration, saturated: 1 - (1 - 1/N)^N of the lines")
{
    for (const uint32_t n : {2U, 4U, 8U, 16U})
    {
        Scene scene("Pim", n, n, 1);
        const auto all = Everything(n);
        constexpr int kRounds = 4000;
        int64_t matched = 0;
        for (int round = 0; round < kRounds; ++round)
        {
            matched += static_cast<int64_t>(scene.Match(all).size());
        }
        double free = 1;
        for (uint32_t i = 0; i < n; ++i)
        {
            free *= 1.0 - 1.0 / n;
        }
        const double mean = static_cast<double>(matched) / kRounds / n;
        CHECK(mean == doctest::Approx(1 - free).epsilon(0.015));
    }
}

TEST_CASE("OldestFirst: by age, of equal ages by input, then output")
{
    Scene scene("OldestFirst", 3, 3);
    CHECK(scene.MatchInOrder({{0, 0, SimTime(5)},
                              {1, 0, SimTime(3)},
                              {1, 2, SimTime(1)},
                              {2, 0, SimTime(3)},
                              {2, 1, SimTime(9)}}) == std::vector<Pair>{{1, 2}, {2, 0}});
    CHECK(scene.MatchInOrder({{0, 1, SimTime(7)}, {1, 1, SimTime(7)}, {1, 2, SimTime(7)}}) ==
          std::vector<Pair>{{0, 1}, {1, 2}});
}

TEST_CASE("Random: each request of an output is granted equally often")
{
    Scene scene("Random", 4, 1);
    std::vector<CrossbarRequest> requests;
    for (uint32_t input = 0; input < 4; ++input)
    {
        requests.push_back({input, 0, SimTime(input)});
    }
    std::vector<int> granted(4, 0);
    for (int round = 0; round < 4000; ++round)
    {
        const auto pairs = scene.MatchInOrder(requests);
        REQUIRE(pairs.size() == 1);
        ++granted[pairs.front().first];
    }
    for (const int times : granted)
    {
        CHECK(times > 1000 - 137); // five standard deviations of 27.4
        CHECK(times < 1000 + 137);
    }
}

TEST_CASE("every arbiter: requests are granted, ends are used once, and no pair is left over")
{
    CHECK(rc::check([] {
        const auto inputs = *rc::gen::inRange<uint32_t>(1, 9);
        const auto outputs = *rc::gen::inRange<uint32_t>(1, 9);
        const std::string type =
            *rc::gen::element<std::string>("Islip", "Pim", "OldestFirst", "Random");
        const bool iterates = type == "Islip" || type == "Pim";
        const int64_t iterations = iterates ? *rc::gen::inRange<int64_t>(1, 10) : 0;
        Scene scene(type, inputs, outputs, iterations);
        for (int round = 0; round < 6; ++round)
        {
            std::vector<CrossbarRequest> requests;
            for (uint32_t input = 0; input < inputs; ++input)
            {
                for (uint32_t output = 0; output < outputs; ++output)
                {
                    if (*rc::gen::inRange(0, 3) > 0)
                    {
                        requests.push_back({input, output, SimTime(*rc::gen::inRange(0, 4))});
                    }
                }
            }
            std::vector<size_t> granted;
            scene.arbiter->Match(requests, granted);
            std::set<uint32_t> usedInputs;
            std::set<uint32_t> usedOutputs;
            for (const size_t i : granted)
            {
                RC_ASSERT(i < requests.size());
                RC_ASSERT(usedInputs.insert(requests[i].input).second);
                RC_ASSERT(usedOutputs.insert(requests[i].output).second);
            }
            RC_ASSERT(granted.empty() == requests.empty());
            // Each iteration matches one pair at least.
            if (!iterates || iterations >= std::min(inputs, outputs))
            {
                for (const CrossbarRequest& request : requests)
                {
                    RC_ASSERT(usedInputs.count(request.input) + usedOutputs.count(request.output) >
                              0);
                }
            }
        }
    }));
}

} // namespace arbiter_test
