// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/minimum-cut.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

namespace nexsim
{

namespace
{

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using FlowGraph = boost::adjacency_list<
    boost::vecS,
    boost::vecS,
    boost::directedS,
    boost::no_property,
    boost::property<
        boost::edge_capacity_t,
        int64_t,
        boost::property<boost::edge_residual_capacity_t,
                        int64_t,
                        boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

/** @brief Capacity from a to b, and back. */
void
AddArcs(FlowGraph& graph, size_t a, size_t b, int64_t there, int64_t back)
{
    const auto forward = boost::add_edge(a, b, graph).first;
    const auto backward = boost::add_edge(b, a, graph).first;
    boost::put(boost::edge_capacity, graph, forward, there);
    boost::put(boost::edge_capacity, graph, backward, back);
    boost::put(boost::edge_reverse, graph, forward, backward);
    boost::put(boost::edge_reverse, graph, backward, forward);
}

/** @brief What can still be reached from `source` when the maximum flow flows. */
std::vector<bool>
Reachable(const FlowGraph& graph, size_t source)
{
    std::vector<bool> reached(boost::num_vertices(graph), false);
    std::vector<size_t> queue = {source};
    reached[source] = true;
    for (size_t next = 0; next < queue.size(); ++next)
    {
        const auto [first, last] = boost::out_edges(queue[next], graph);
        for (auto arc = first; arc != last; ++arc)
        {
            const size_t node = boost::target(*arc, graph);
            if (!reached[node] && boost::get(boost::edge_residual_capacity, graph, *arc) > 0)
            {
                reached[node] = true;
                queue.push_back(node);
            }
        }
    }
    return reached;
}

} // namespace

MinimumCut::MinimumCut(const NetworkGraph& graph,
                       std::vector<std::pair<int64_t, int64_t>> capacities)
    : m_graph(graph), m_capacities(std::move(capacities))
{
}

NetworkCut
MinimumCut::Find(const std::vector<NodeLoad>& loads) const
{
    const size_t nodes = m_graph.NodeCount();
    const size_t source = nodes;
    const size_t sink = nodes + 1;
    FlowGraph graph(nodes + 2);
    for (size_t link = 0; link < m_capacities.size(); ++link)
    {
        const auto [a, b] = m_graph.Ends(link);
        AddArcs(graph, a, b, m_capacities[link].first, m_capacities[link].second);
    }
    int64_t sent = 0;
    for (size_t node = 0; node < nodes; ++node)
    {
        sent += loads[node].sent;
        if (loads[node].sent > 0)
        {
            AddArcs(graph, source, node, loads[node].sent, 0);
        }
        if (loads[node].received > 0)
        {
            AddArcs(graph, node, sink, loads[node].received, 0);
        }
    }
    if (boost::push_relabel_max_flow(graph, source, sink) >= sent)
    {
        return {};
    }
    std::vector<bool> isInside = Reachable(graph, source);
    isInside.resize(nodes);
    return CutAround(std::move(isInside));
}

NetworkCut
MinimumCut::CutAround(std::vector<bool> isInside) const
{
    NetworkCut cut;
    for (size_t link = 0; link < m_capacities.size(); ++link)
    {
        const auto [a, b] = m_graph.Ends(link);
        if (isInside[a] == isInside[b])
        {
            continue;
        }
        const bool forward = isInside[a];
        cut.links.push_back({link, forward});
        cut.capacity += forward ? m_capacities[link].first : m_capacities[link].second;
    }
    cut.isInside = std::move(isInside);
    return cut;
}

} // namespace nexsim
