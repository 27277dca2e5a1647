// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ROUTING_H
#define NEXSIM_ROUTING_H

#include "sim/topology/graph.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace nexsim
{

/** @brief By the number of a link whether it belongs to the set; empty for none. */
using LinkSet = std::vector<bool>;

const LinkSet& NoLinks();

/**
 * @brief Shortest paths, in links, from everywhere to one node at a time; its memory is reused.
 *
 * End nodes do not forward: none stands in the middle of a path.
 */
class ShortestPaths
{
  public:
    static constexpr uint32_t kUnreachable = std::numeric_limits<uint32_t>::max();

    /**
     * @param graph outlives this object and no longer changes
     * @param down links that are not used; outlives this object, too, and does not change either
     */
    explicit ShortestPaths(const NetworkGraph& graph, const LinkSet& down = NoLinks());

    /** @brief Finds the paths to `target`; costs nothing when it was the last one already. */
    void To(size_t target);

    const NetworkGraph& Graph() const
    {
        return m_graph;
    }

    /** @brief Links from a node to the target, or kUnreachable. */
    uint32_t Distance(size_t node) const
    {
        return m_distance[node];
    }

    /**
     * @brief The ports by which shortest paths leave a node, in ascending order; empty at the
     * target and where it cannot be reached. The next call overwrites the answer.
     */
    const std::vector<uint32_t>& NextPorts(size_t node);

  private:
    static constexpr size_t kNone = std::numeric_limits<size_t>::max();

    bool Continues(size_t node) const
    {
        return node == m_target || m_graph.Role(node) == NodeRole::Forwarder;
    }

    const NetworkGraph& m_graph;
    const LinkSet& m_down;
    size_t m_target = kNone;
    std::vector<uint32_t> m_distance;
    std::vector<size_t> m_queue;
    std::vector<uint32_t> m_ports;
};

/**
 * @brief The node whose shortest paths also lead to `destination`: its only neighbour, where that
 * forwards, else itself. All hosts of one switch share their paths.
 */
size_t RootOf(const NetworkGraph& graph, size_t destination);

/** @brief A node's ports of equal cost, ascending, for packets to an end node. */
using RouteVisitor =
    std::function<void(size_t node, size_t destination, const std::vector<uint32_t>& ports)>;

/**
 * @brief Visits the routes of every node that has a choice to make: every forwarder, and every end
 * node with several links. What cannot be reached is left out; once links are down, it is visited
 * with no port instead, as there may have been a way before.
 *
 * A host whose only link is down is unreachable from the node at its other end. Everywhere else it
 * stays with the others there, as it would in a prefix for all of them.
 */
void ForEachRoute(const NetworkGraph& graph,
                  const RouteVisitor& visit,
                  const LinkSet& down = NoLinks());

/** @brief One shortest path, by the lowest port at each node; empty when there is none. */
std::vector<DirectedLink> FindPath(ShortestPaths& paths, size_t from, size_t to);

} // namespace nexsim

#endif // NEXSIM_ROUTING_H
