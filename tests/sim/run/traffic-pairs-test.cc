// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/traffic-pairs.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

namespace traffic_pairs_test
{

using namespace nexsim;

namespace
{

std::vector<EndSpec>
Nodes(const std::vector<size_t>& nodes)
{
    std::vector<EndSpec> ends;
    for (const size_t node : nodes)
    {
        ends.push_back({node, ""});
    }
    return ends;
}

std::vector<TrafficPair>
PairsWithSeed(const TrafficSpec& spec, uint32_t seed, uint64_t replication = 0)
{
    return PairsOf(spec, [&] { return RandomStream(seed, replication, spec.name, "pattern"); });
}

/** "from>to/split" of each pair. */
std::vector<std::string>
Pairs(const std::vector<size_t>& from,
      const std::vector<size_t>& to,
      Pattern pattern,
      uint32_t seed = 1,
      uint64_t replication = 0)
{
    TrafficSpec spec;
    spec.name = "web";
    spec.from = Nodes(from);
    spec.to = Nodes(to);
    spec.pattern = pattern;
    std::vector<std::string> texts;
    for (const TrafficPair& pair : PairsWithSeed(spec, seed, replication))
    {
        texts.push_back(std::to_string(pair.from.node) + ">" + std::to_string(pair.to.node) + "/" +
                        std::to_string(pair.split));
    }
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("one to one pairs the i-th with the i-th")
{
    CHECK(Pairs({1, 2, 3}, {4, 5, 6}, Pattern::OneToOne) == Texts{"1>4/1", "2>5/1", "3>6/1"});
}

TEST_CASE("one to one with a single receiver takes all senders, each with its whole rate")
{
    CHECK(Pairs({1, 2, 3}, {9}, Pattern::OneToOne) == Texts{"1>9/1", "2>9/1", "3>9/1"});
}

TEST_CASE("one to one with a single sender divides its rate over all receivers")
{
    CHECK(Pairs({9}, {1, 2, 3}, Pattern::OneToOne) == Texts{"9>1/3", "9>2/3", "9>3/3"});
    CHECK(Pairs({9}, {1}, Pattern::OneToOne) == Texts{"9>1/1"});
}

TEST_CASE("each to each leaves the sender itself out, also when dividing")
{
    CHECK(Pairs({1, 2}, {1, 2, 3}, Pattern::EachToEach) ==
          Texts{"1>2/2", "1>3/2", "2>1/2", "2>3/2"});
}

TEST_CASE("each to each is no one to one, also where the numbers are equal")
{
    CHECK(Pairs({1, 2}, {3, 4}, Pattern::EachToEach) == Texts{"1>3/2", "1>4/2", "2>3/2", "2>4/2"});
}

TEST_CASE("a single receiver among the senders does not send to itself")
{
    CHECK(Pairs({1, 2, 3}, {2}, Pattern::OneToOne) == Texts{"1>2/1", "3>2/1"});
}

TEST_CASE("numbers that do not fit and entries without a pair are refused by name")
{
    CHECK_THROWS_WITH_AS(Pairs({1, 2, 3}, {4, 5}, Pattern::OneToOne),
                         "web: one to one, but 3 senders and 2 receivers",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(Pairs({1}, {1}, Pattern::OneToOne),
                         "web: no host is left to send to, since none sends to itself",
                         std::invalid_argument);
}

TEST_CASE("incast deals the senders out in equal groups, in order")
{
    CHECK(Pairs({1, 2, 3}, {9}, Pattern::Incast) == Texts{"1>9/1", "2>9/1", "3>9/1"});
    CHECK(Pairs({1, 2, 3, 4}, {8, 9}, Pattern::Incast) ==
          Texts{"1>8/1", "2>8/1", "3>9/1", "4>9/1"});
    CHECK_THROWS_WITH_AS(Pairs({1, 2, 3}, {8, 9}, Pattern::Incast),
                         "web: an incast, but 3 senders and 2 receivers",
                         std::invalid_argument);
}

TEST_CASE("all to all pairs every end with every other and divides each one's rate")
{
    CHECK(Pairs({1, 2, 3}, {1, 2, 3}, Pattern::AllToAll) ==
          Texts{"1>2/2", "1>3/2", "2>1/2", "2>3/2", "3>1/2", "3>2/2"});
}

TEST_CASE("a permutation: all send, all receive, none to itself, whatever ends share hosts")
{
    CHECK(rc::check([] {
        TrafficSpec spec;
        spec.name = "perm";
        spec.pattern = Pattern::Permutation;
        const auto hosts = *rc::gen::inRange<size_t>(2, 8);
        const auto ends = *rc::gen::inRange<size_t>(2, 60);
        std::vector<size_t> uses(hosts, 0);
        const auto draw = [&](std::vector<EndSpec>& side) {
            for (size_t i = 0; i < ends; ++i)
            {
                // Often half of all, which leaves few permutations or none.
                const size_t node =
                    *rc::gen::element<int>(0, 1) != 0 ? 0 : *rc::gen::inRange<size_t>(0, hosts);
                side.push_back({node, "app" + std::to_string(i)});
                ++uses[node];
            }
        };
        draw(spec.from);
        draw(spec.to);
        const auto seed = *rc::gen::inRange<uint32_t>(1, 1000);
        if (*std::max_element(uses.begin(), uses.end()) > ends)
        {
            RC_ASSERT_THROWS_AS(PairsWithSeed(spec, seed), std::invalid_argument);
            return;
        }
        const auto pairs = PairsWithSeed(spec, seed);
        RC_ASSERT(pairs.size() == ends);
        std::set<std::string> receivers;
        for (size_t i = 0; i < ends; ++i)
        {
            RC_ASSERT(pairs[i].from.app == spec.from[i].app);
            RC_ASSERT(pairs[i].from.node != pairs[i].to.node);
            RC_ASSERT(pairs[i].split == 1);
            receivers.insert(pairs[i].to.app);
        }
        RC_ASSERT(receivers.size() == ends);
    }));
}

TEST_CASE("a permutation depends on seed, replication and name, and on nothing else")
{
    std::vector<size_t> all(50);
    for (size_t i = 0; i < all.size(); ++i)
    {
        all[i] = i;
    }
    const auto first = Pairs(all, all, Pattern::Permutation);
    CHECK(first == Pairs(all, all, Pattern::Permutation));
    CHECK(first != Pairs(all, all, Pattern::Permutation, 2));
    CHECK(first != Pairs(all, all, Pattern::Permutation, 1, 1));
}

TEST_CASE("of five hosts each of the 44 derangements is equally likely")
{
    std::map<Texts, int> seen;
    constexpr int kDraws = 8800;
    for (int i = 0; i < kDraws; ++i)
    {
        ++seen[Pairs({0, 1, 2, 3, 4},
                     {0, 1, 2, 3, 4},
                     Pattern::Permutation,
                     1,
                     static_cast<uint64_t>(i))];
    }
    REQUIRE(seen.size() == 44);
    double square = 0;
    for (const auto& [pairs, count] : seen)
    {
        const double off = count - kDraws / 44.0;
        square += off * off / (kDraws / 44.0);
    }
    CHECK(square < 77.4); // chi-square, 43 degrees of freedom, one in a thousand
}

} // namespace traffic_pairs_test
