// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAPH_H
#define NEXSIM_GRAPH_H

#include <boost/graph/adjacency_list.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief What a node of the graph does with packets for others. */
enum class NodeRole : uint8_t
{
    End,      //!< sends and receives traffic of its own and never forwards
    Forwarder //!< passes traffic on
};

/** @brief One end of a link as the node at that end sees it. */
struct GraphPort
{
    size_t link = 0; //!< in the order of AddLink
    size_t peer = 0; //!< the node at the far end
};

/** @brief A link in the direction in which a path uses it. */
struct DirectedLink
{
    size_t link = 0;
    bool forward = true; //!< from the link's first node to its second

    friend bool operator==(const DirectedLink& a, const DirectedLink& b)
    {
        return a.link == b.link && a.forward == b.forward;
    }
};

/**
 * @brief Named nodes and the full-duplex links between them, several between two nodes if need be.
 *
 * Nodes and links are numbered from 0 in the order in which they were added. A node's ports are
 * numbered from 0 in the order of its links.
 */
class NetworkGraph
{
  public:
    size_t AddNode(std::string name, NodeRole role);

    /** @throws std::invalid_argument when both ends are one node */
    size_t AddLink(size_t a, size_t b);

    size_t NodeCount() const
    {
        return boost::num_vertices(m_graph);
    }

    const std::string& Name(size_t node) const
    {
        return m_graph[node].name;
    }

    NodeRole Role(size_t node) const
    {
        return m_graph[node].role;
    }

    size_t PortCount(size_t node) const
    {
        return boost::out_degree(node, m_graph);
    }

    GraphPort PortAt(size_t node, size_t port) const
    {
        const auto edge = boost::out_edges(node, m_graph).first + static_cast<std::ptrdiff_t>(port);
        return {m_graph[*edge].index, boost::target(*edge, m_graph)};
    }

    /** @brief Calls visit(GraphPort) for each port of a node, ascending. */
    template <typename Visit>
    void ForEachPort(size_t node, Visit&& visit) const
    {
        const auto [first, last] = boost::out_edges(node, m_graph);
        for (auto edge = first; edge != last; ++edge)
        {
            visit(GraphPort{m_graph[*edge].index, boost::target(*edge, m_graph)});
        }
    }

    /**
     * @brief A port's name below its node: "port[peer]", and "port[peer]#2" for the second of
     * parallel links; the only port of an end node is "nic", one of several "nic[peer]".
     */
    std::string PortName(size_t node, size_t port) const;

    /** @brief The link's nodes, in the order of AddLink. */
    std::pair<size_t, size_t> Ends(size_t link) const
    {
        return m_ends[link];
    }

  private:
    struct Node
    {
        std::string name;
        NodeRole role = NodeRole::End;
    };

    struct Link
    {
        size_t index = 0;
        uint32_t parallel = 1; //!< counts the links between the same two nodes from 1
    };

    // With vectors, a vertex is its number and the edges of a vertex stand in the order of AddLink.
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, Node, Link> m_graph;
    std::vector<std::pair<size_t, size_t>> m_ends;
    std::map<std::pair<size_t, size_t>, uint32_t> m_between; //!< links by ends, the smaller first
};

} // namespace nexsim

#endif // NEXSIM_GRAPH_H
