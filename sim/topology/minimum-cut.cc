// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/minimum-cut.h"

// GCC 12 takes the ends of Boost's edge iterators for uninitialised where it inlines them.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>

namespace nexsim
{

namespace
{

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

/** @brief A direction of a link; `back` is the other one. */
struct Arc
{
    int64_t capacity = 0;
    int64_t residual = 0;
    Traits::edge_descriptor back;
};

using FlowGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Arc>;

/** @brief Capacity from a to b, and back. */
void
AddArcs(FlowGraph& graph, size_t a, size_t b, int64_t there, int64_t back)
{
    const auto forward = boost::add_edge(a, b, {there, 0, {}}, graph).first;
    const auto backward = boost::add_edge(b, a, {back, 0, forward}, graph).first;
    graph[forward].back = backward;
}

/** @brief The maximum flow; leaves the residual capacities in the graph. */
int64_t
MaximumFlow(FlowGraph& graph, size_t source, size_t sink)
{
    std::vector<Traits::edge_descriptor> predecessors(boost::num_vertices(graph));
    std::vector<boost::default_color_type> colours(boost::num_vertices(graph));
    std::vector<size_t> distances(boost::num_vertices(graph));
    return boost::boykov_kolmogorov_max_flow(graph,
                                             boost::get(&Arc::capacity, graph),
                                             boost::get(&Arc::residual, graph),
                                             boost::get(&Arc::back, graph),
                                             predecessors.data(),
                                             colours.data(),
                                             distances.data(),
                                             boost::get(boost::vertex_index, graph),
                                             source,
                                             sink);
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
            if (!reached[node] && graph[*arc].residual > 0)
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
    if (MaximumFlow(graph, source, sink) >= sent)
    {
        return {};
    }
    std::vector<bool> isInside = Reachable(graph, source);
    isInside.resize(nodes);
    return Around(std::move(isInside));
}

NetworkCut
MinimumCut::Between(size_t from, size_t to) const
{
    // More than fits in any case.
    int64_t most = 1;
    for (const auto& [forward, backward] : m_capacities)
    {
        most += forward + backward;
    }
    std::vector<NodeLoad> loads(m_graph.NodeCount());
    loads[from].sent = most;
    loads[to].received = most;
    return Find(loads);
}

NetworkCut
MinimumCut::Around(std::vector<bool> isInside) const
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
