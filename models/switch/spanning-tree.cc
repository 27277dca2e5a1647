// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/spanning-tree.h"

#include <deque>
#include <limits>

namespace nexsim
{

namespace
{

constexpr size_t kUnreached = std::numeric_limits<size_t>::max();

struct Edge
{
    size_t neighbour;
    size_t link;
};

/** @brief By bridge, the links to other bridges. */
std::vector<std::vector<Edge>>
EdgesOf(const std::vector<bool>& isBridge, const std::vector<TreeLink>& links)
{
    std::vector<std::vector<Edge>> edges(isBridge.size());
    for (size_t i = 0; i < links.size(); ++i)
    {
        const TreeLink& link = links[i];
        if (link.a != link.b && isBridge[link.a] && isBridge[link.b])
        {
            edges[link.a].push_back({link.b, i});
            edges[link.b].push_back({link.a, i});
        }
    }
    return edges;
}

void
Spread(size_t root, const std::vector<std::vector<Edge>>& edges, std::vector<size_t>& distance)
{
    std::deque<size_t> next{root};
    distance[root] = 0;
    while (!next.empty())
    {
        const size_t node = next.front();
        next.pop_front();
        for (const Edge& edge : edges[node])
        {
            if (distance[edge.neighbour] == kUnreached)
            {
                distance[edge.neighbour] = distance[node] + 1;
                next.push_back(edge.neighbour);
            }
        }
    }
}

} // namespace

std::vector<bool>
SpanningTree(const std::vector<bool>& isBridge, const std::vector<TreeLink>& links)
{
    std::vector<bool> inTree(links.size());
    for (size_t i = 0; i < links.size(); ++i)
    {
        inTree[i] = links[i].a != links[i].b && !(isBridge[links[i].a] && isBridge[links[i].b]);
    }
    const auto edges = EdgesOf(isBridge, links);
    std::vector<size_t> distance(isBridge.size(), kUnreached);
    for (size_t node = 0; node < isBridge.size(); ++node)
    {
        if (isBridge[node] && distance[node] == kUnreached)
        {
            Spread(node, edges, distance);
        }
    }
    for (size_t node = 0; node < isBridge.size(); ++node)
    {
        const Edge* best = nullptr;
        for (const Edge& edge : edges[node])
        {
            const bool isUp = distance[edge.neighbour] + 1 == distance[node];
            if (isUp && (best == nullptr || edge.neighbour < best->neighbour))
            {
                best = &edge;
            }
        }
        if (best != nullptr)
        {
            inTree[best->link] = true;
        }
    }
    return inTree;
}

} // namespace nexsim
