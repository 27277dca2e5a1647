// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/routing.h"

#include <algorithm>

namespace nexsim
{

namespace
{

bool
IsIn(const LinkSet& set, size_t link)
{
    return !set.empty() && set[link];
}

} // namespace

const LinkSet&
NoLinks()
{
    static const LinkSet kNone;
    return kNone;
}

ShortestPaths::ShortestPaths(const NetworkGraph& graph, const LinkSet& down)
    : m_graph(graph), m_down(down), m_distance(graph.NodeCount(), kUnreachable)
{
    m_queue.reserve(graph.NodeCount());
}

void
ShortestPaths::To(size_t target)
{
    if (target == m_target)
    {
        return;
    }
    m_target = target;
    std::fill(m_distance.begin(), m_distance.end(), kUnreachable);
    m_distance[target] = 0;
    m_queue.assign(1, target);
    for (size_t next = 0; next < m_queue.size(); ++next)
    {
        const size_t node = m_queue[next];
        if (!Continues(node))
        {
            continue;
        }
        m_graph.ForEachPort(node, [this, node](const GraphPort& port) {
            if (m_distance[port.peer] == kUnreachable && !IsIn(m_down, port.link))
            {
                m_distance[port.peer] = m_distance[node] + 1;
                m_queue.push_back(port.peer);
            }
        });
    }
}

const std::vector<uint32_t>&
ShortestPaths::NextPorts(size_t node)
{
    m_ports.clear();
    if (m_distance[node] == kUnreachable)
    {
        return m_ports;
    }
    uint32_t number = 0;
    m_graph.ForEachPort(node, [&](const GraphPort& port) {
        if (m_distance[port.peer] + 1 == m_distance[node] && Continues(port.peer) &&
            !IsIn(m_down, port.link))
        {
            m_ports.push_back(number);
        }
        ++number;
    });
    return m_ports;
}

size_t
RootOf(const NetworkGraph& graph, size_t destination)
{
    size_t root = destination;
    if (graph.PortCount(destination) == 1)
    {
        graph.ForEachPort(destination, [&](const GraphPort& port) {
            root = graph.Role(port.peer) == NodeRole::Forwarder ? port.peer : destination;
        });
    }
    return root;
}

namespace
{

bool
HasChoice(const NetworkGraph& graph, size_t node)
{
    return graph.Role(node) == NodeRole::Forwarder || graph.PortCount(node) > 1;
}

/** The routes of a forwarder to the end nodes whose only link is to it. */
void
VisitAttached(const NetworkGraph& graph,
              size_t forwarder,
              const RouteVisitor& visit,
              const LinkSet& down)
{
    uint32_t number = 0;
    graph.ForEachPort(forwarder, [&](const GraphPort& port) {
        if (graph.Role(port.peer) == NodeRole::End && graph.PortCount(port.peer) == 1)
        {
            visit(forwarder,
                  port.peer,
                  IsIn(down, port.link) ? std::vector<uint32_t>() : std::vector{number});
        }
        ++number;
    });
}

void
VisitAll(size_t node,
         const std::vector<size_t>& destinations,
         const std::vector<uint32_t>& ports,
         const RouteVisitor& visit)
{
    for (const size_t destination : destinations)
    {
        visit(node, destination, ports);
    }
}

} // namespace

void
ForEachRoute(const NetworkGraph& graph, const RouteVisitor& visit, const LinkSet& down)
{
    std::vector<std::vector<size_t>> destinationsAt(graph.NodeCount());
    for (size_t node = 0; node < graph.NodeCount(); ++node)
    {
        if (graph.Role(node) == NodeRole::End)
        {
            destinationsAt[RootOf(graph, node)].push_back(node);
        }
        else
        {
            VisitAttached(graph, node, visit, down);
        }
    }
    ShortestPaths paths(graph, down);
    for (size_t root = 0; root < graph.NodeCount(); ++root)
    {
        if (destinationsAt[root].empty())
        {
            continue;
        }
        paths.To(root);
        for (size_t node = 0; node < graph.NodeCount(); ++node)
        {
            const bool isReached = paths.Distance(node) != ShortestPaths::kUnreachable;
            if (HasChoice(graph, node) && node != root && (isReached || !down.empty()))
            {
                VisitAll(node, destinationsAt[root], paths.NextPorts(node), visit);
            }
        }
    }
}

std::vector<DirectedLink>
FindPath(ShortestPaths& paths, size_t from, size_t to)
{
    const NetworkGraph& graph = paths.Graph();
    const size_t root = RootOf(graph, to);
    paths.To(root);
    std::vector<DirectedLink> path;
    size_t node = from;
    while (node != root)
    {
        const std::vector<uint32_t>& ports = paths.NextPorts(node);
        if (ports.empty())
        {
            return {};
        }
        const GraphPort port = graph.PortAt(node, ports.front());
        path.push_back({port.link, graph.Ends(port.link).first == node});
        node = port.peer;
    }
    if (root != to)
    {
        // The link between them, seen from the end that has only this one.
        const size_t last = graph.PortAt(to, 0).link;
        path.push_back({last, graph.Ends(last).first == root});
    }
    return path;
}

} // namespace nexsim
