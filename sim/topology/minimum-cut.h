// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MINIMUM_CUT_H
#define NEXSIM_MINIMUM_CUT_H

#include "sim/topology/graph.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief A part of a network and the link directions that lead out of it. */
struct NetworkCut
{
    std::vector<bool> isInside; //!< by node
    std::vector<DirectedLink> links;
    int64_t capacity = 0; //!< of all of them, bit/s
};

/** @brief What a node sends and receives, bit/s. */
struct NodeLoad
{
    int64_t sent = 0;
    int64_t received = 0;
};

/** @brief Finds where a network is too narrow, by maximum flow. */
class MinimumCut
{
  public:
    /**
     * @param graph outlives this object
     * @param capacities by link: from its first node to its second, and back; bit/s
     */
    MinimumCut(const NetworkGraph& graph, std::vector<std::pair<int64_t, int64_t>> capacities);

    /**
     * @brief The cut that decides whether all that is sent can reach those who receive, whoever
     * receives from whom: if not even that fits, what the inside sends to the outside exceeds the
     * cut's capacity. Without links where all fits.
     *
     * Push-relabel (Goldberg and Tarjan, J. ACM 35(4), 1988); the cut nearest to the senders.
     *
     * @param loads by node; as much received as sent in all
     */
    NetworkCut Find(const std::vector<NodeLoad>& loads) const;

  private:
    NetworkCut CutAround(std::vector<bool> isInside) const;

    const NetworkGraph& m_graph;
    std::vector<std::pair<int64_t, int64_t>> m_capacities;
};

} // namespace nexsim

#endif // NEXSIM_MINIMUM_CUT_H
