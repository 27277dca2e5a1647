// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SPANNING_TREE_H
#define NEXSIM_SPANNING_TREE_H

#include <cstddef>
#include <vector>

namespace nexsim
{

/** @brief A link between two nodes, by their numbers. */
struct TreeLink
{
    size_t a = 0;
    size_t b = 0;
};

/**
 * @brief The links over which frames may pass so that there is one way between any two nodes.
 *
 * As IEEE 802.1D ends up with when all links cost the same and a bridge's identifier is its number:
 * in each connected part the lowest node is the root; every other node uses the link towards the
 * root over the fewest links, among equals that of the lowest neighbour, then the lowest link. Only
 * `bridges` pass frames on; the links of the other nodes are all in the tree.
 *
 * @param isBridge by node
 * @return by link, whether it is in the tree
 */
std::vector<bool> SpanningTree(const std::vector<bool>& isBridge,
                               const std::vector<TreeLink>& links);

} // namespace nexsim

#endif // NEXSIM_SPANNING_TREE_H
