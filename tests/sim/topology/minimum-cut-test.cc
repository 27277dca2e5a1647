// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/minimum-cut.h"
#include "tests/sim/topology/generated.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace minimum_cut_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

using Capacities = std::vector<std::pair<int64_t, int64_t>>;

/** a - 0 - 1 - b with capacities 10, 4 there and 7 back, 10. */
struct Chain
{
    NetworkGraph graph;
    Capacities capacities{{10, 10}, {4, 7}, {10, 10}};

    Chain()
    {
        graph.AddNode("a", NodeRole::End);
        graph.AddNode("0", NodeRole::Forwarder);
        graph.AddNode("1", NodeRole::Forwarder);
        graph.AddNode("b", NodeRole::End);
        graph.AddLink(0, 1);
        graph.AddLink(1, 2);
        graph.AddLink(2, 3);
    }

    NetworkCut Cut(int64_t there, int64_t back) const
    {
        return MinimumCut(graph, capacities).Find({{there, back}, {0, 0}, {0, 0}, {back, there}});
    }
};

/** The least capacity of any part with `from` and without `to`. */
int64_t
LeastCut(const NetworkGraph& graph, const Capacities& capacities, size_t from, size_t to)
{
    int64_t least = INT64_MAX;
    for (uint32_t part = 0; part < (1U << graph.NodeCount()); ++part)
    {
        const auto isInside = [part](size_t node) { return (part >> node & 1U) != 0; };
        if (!isInside(from) || isInside(to))
        {
            continue;
        }
        int64_t capacity = 0;
        for (size_t link = 0; link < capacities.size(); ++link)
        {
            const auto [a, b] = graph.Ends(link);
            capacity += isInside(a) && !isInside(b) ? capacities[link].first : 0;
            capacity += isInside(b) && !isInside(a) ? capacities[link].second : 0;
        }
        least = std::min(least, capacity);
    }
    return least;
}

} // namespace

TEST_CASE("what fits has no cut")
{
    CHECK(Chain().Cut(4, 0).links.empty());
    CHECK(Chain().Cut(0, 7).links.empty());
    CHECK(Chain().Cut(0, 0).links.empty());
}

TEST_CASE("the narrowest link is the cut, in the direction that is too narrow")
{
    const NetworkCut there = Chain().Cut(5, 0);
    CHECK(there.links == std::vector<DirectedLink>{{1, true}});
    CHECK(there.capacity == 4);
    CHECK(there.isInside == std::vector<bool>{true, true, false, false});
    const NetworkCut back = Chain().Cut(0, 8);
    CHECK(back.links == std::vector<DirectedLink>{{1, false}});
    CHECK(back.capacity == 7);
    CHECK(back.isInside == std::vector<bool>{false, false, true, true});
}

TEST_CASE("parallel links add up")
{
    NetworkGraph graph;
    graph.AddNode("a", NodeRole::End);
    graph.AddNode("b", NodeRole::End);
    graph.AddLink(0, 1);
    graph.AddLink(1, 0);
    const MinimumCut cuts(graph, {{3, 1}, {2, 4}});
    CHECK(cuts.Find({{7, 0}, {0, 7}}).links.empty());
    const NetworkCut cut = cuts.Find({{8, 0}, {0, 8}});
    CHECK(cut.capacity == 7); // 3 there, and 4 of the link that was drawn the other way
    CHECK(cut.links == std::vector<DirectedLink>{{0, true}, {1, false}});
}

TEST_CASE("parts without a link between them have a cut of no capacity")
{
    NetworkGraph graph;
    graph.AddNode("a", NodeRole::End);
    graph.AddNode("b", NodeRole::End);
    CHECK(MinimumCut(graph, {}).Find({{1, 0}, {0, 1}}).links.empty());
    CHECK(MinimumCut(graph, {}).Find({{1, 0}, {0, 1}}).isInside == std::vector<bool>{true, false});
}

TEST_CASE("a fat tree carries all that its hosts can send from one half to the other")
{
    // Full bisection bandwidth: K^3/8 hosts send 1 each to the other half (Al-Fares et al.).
    for (const int64_t k : {4, 8})
    {
        for (const int64_t extra : {0, 1})
        {
            const auto topology =
                Generate("nexsim::FatTreeTopology", {{"K", k}, {"HostsPerEdge", k / 2 + extra}});
            const NetworkGraph graph = GraphOf(topology);
            std::vector<NodeLoad> loads(graph.NodeCount());
            const size_t hosts = CountNamed(topology, "host");
            for (size_t i = 0; i < hosts; ++i)
            {
                NodeLoad& load = loads[NodeNamed(topology, fmt::format("host[{}]", i))];
                (i < hosts / 2 ? load.sent : load.received) = 1;
            }
            const Capacities ones(topology.links.size(), {1, 1});
            const NetworkCut cut = MinimumCut(graph, ones).Find(loads);
            CAPTURE(k);
            CHECK(cut.links.empty() == (extra == 0));
            CHECK(cut.capacity == (extra == 0 ? 0 : k * k * k / 8));
        }
    }
}

TEST_CASE("no part of a small network has less capacity")
{
    CHECK(rc::check("the cut is the least of all", [] {
        const auto nodes = *rc::gen::inRange<size_t>(2, 7);
        const auto links = *rc::gen::inRange<size_t>(1, 12);
        NetworkGraph graph;
        Capacities capacities;
        for (size_t i = 0; i < nodes; ++i)
        {
            graph.AddNode(std::to_string(i), NodeRole::Forwarder);
        }
        for (size_t i = 0; i < links; ++i)
        {
            const auto a = *rc::gen::inRange<size_t>(0, nodes);
            const auto b = *rc::gen::inRange<size_t>(0, nodes);
            if (a != b)
            {
                graph.AddLink(a, b);
                capacities.emplace_back(*rc::gen::inRange(0, 9), *rc::gen::inRange(0, 9));
            }
        }
        const int64_t least = LeastCut(graph, capacities, 0, 1);
        std::vector<NodeLoad> loads(nodes);
        loads[0].sent = loads[1].received = least + 1;
        const NetworkCut cut = MinimumCut(graph, capacities).Find(loads);
        RC_ASSERT(!cut.isInside.empty());
        RC_ASSERT(cut.capacity == least);
        loads[0].sent = loads[1].received = least;
        RC_ASSERT(MinimumCut(graph, capacities).Find(loads).isInside.empty());
    }));
}

} // namespace minimum_cut_test
