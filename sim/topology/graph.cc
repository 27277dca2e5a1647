// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

size_t
NetworkGraph::AddNode(std::string name, NodeRole role)
{
    return boost::add_vertex({std::move(name), role}, m_graph);
}

size_t
NetworkGraph::AddLink(size_t a, size_t b)
{
    if (a == b)
    {
        throw std::invalid_argument(fmt::format("a link connects {} with itself", Name(a)));
    }
    const uint32_t parallel = ++m_between[std::minmax(a, b)];
    boost::add_edge(a, b, {m_ends.size(), parallel}, m_graph);
    m_ends.emplace_back(a, b);
    return m_ends.size() - 1;
}

std::string
NetworkGraph::PortName(size_t node, size_t port) const
{
    const bool isEnd = Role(node) == NodeRole::End;
    if (isEnd && PortCount(node) == 1)
    {
        return "nic";
    }
    const auto edge = boost::out_edges(node, m_graph).first + static_cast<std::ptrdiff_t>(port);
    const uint32_t parallel = m_graph[*edge].parallel;
    std::string name =
        fmt::format("{}[{}]", isEnd ? "nic" : "port", Name(boost::target(*edge, m_graph)));
    return parallel == 1 ? name : fmt::format("{}#{}", name, parallel);
}

} // namespace nexsim
