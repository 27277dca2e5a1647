// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/traffic-pairs.h"

#include <doctest/doctest.h>

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

/** "from>to/split" of each pair. */
std::vector<std::string>
Pairs(const std::vector<size_t>& from, const std::vector<size_t>& to, Pattern pattern)
{
    TrafficSpec spec;
    spec.name = "web";
    spec.from = Nodes(from);
    spec.to = Nodes(to);
    spec.pattern = pattern;
    std::vector<std::string> texts;
    for (const TrafficPair& pair : PairsOf(spec))
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
