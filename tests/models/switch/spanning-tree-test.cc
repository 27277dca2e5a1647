// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/spanning-tree.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <numeric>
#include <vector>

namespace spanning_tree_test
{

namespace
{

using nexsim::SpanningTree;
using nexsim::TreeLink;

/** Which nodes a set of links joins, by union and find. */
class Islands
{
  public:
    explicit Islands(size_t nodes) : m_parent(nodes)
    {
        std::iota(m_parent.begin(), m_parent.end(), size_t{0});
    }

    size_t Find(size_t node) const
    {
        return m_parent[node] == node ? node : Find(m_parent[node]);
    }

    /** False where they were joined before. */
    bool Join(size_t a, size_t b)
    {
        const size_t to = Find(a);
        const bool isNew = to != Find(b);
        m_parent[Find(b)] = to;
        return isNew;
    }

  private:
    std::vector<size_t> m_parent;
};

} // namespace

TEST_CASE("a ring is opened at the link farthest from the lowest bridge")
{
    const std::vector<bool> bridges(4, true);
    // 0-1, 1-2, 2-3, 3-0: bridge 2 has two ways of equal length and takes the one over bridge 1.
    CHECK(SpanningTree(bridges, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}) ==
          std::vector<bool>{true, true, false, true});
}

TEST_CASE("of parallel links the first is used; a link of a node to itself never is")
{
    CHECK(SpanningTree({true, true}, {{0, 0}, {1, 0}, {0, 1}}) ==
          std::vector<bool>{false, true, false});
}

TEST_CASE("the links of nodes that are no bridges are all in the tree")
{
    // A host with two links does not pass frames on, so it closes no loop.
    CHECK(SpanningTree({true, true, false}, {{0, 1}, {0, 2}, {2, 1}, {2, 0}}) ==
          std::vector<bool>{true, true, true, true});
}

TEST_CASE("among bridges the tree has no loop and joins what the links join")
{
    CHECK(rc::check("spans without loops", [] {
        const size_t nodes = *rc::gen::inRange<size_t>(1, 12);
        const auto ends = *rc::gen::container<std::vector<std::pair<size_t, size_t>>>(
            rc::gen::pair(rc::gen::inRange<size_t>(0, nodes), rc::gen::inRange<size_t>(0, nodes)));
        std::vector<TreeLink> links;
        for (const auto& [a, b] : ends)
        {
            links.push_back({a, b});
        }
        const std::vector<bool> tree = SpanningTree(std::vector<bool>(nodes, true), links);
        Islands ofTree(nodes);
        for (size_t i = 0; i < links.size(); ++i)
        {
            const bool isFine = !tree[i] || ofTree.Join(links[i].a, links[i].b);
            RC_ASSERT(isFine);
        }
        for (size_t i = 0; i < links.size(); ++i)
        {
            RC_ASSERT(ofTree.Find(links[i].a) == ofTree.Find(links[i].b));
        }
    }));
}

} // namespace spanning_tree_test
