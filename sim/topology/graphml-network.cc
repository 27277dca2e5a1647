// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-network.h"

#include "sim/topology/graphml-values.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace nexsim
{

namespace
{

constexpr size_t kLongestName = 90; //!< bytes: two of them fit in a link's name

/** @brief A label with what no name of a scenario may hold written as %2F and its like. */
std::string
Encoded(std::string_view label)
{
    std::string name;
    for (const char c : label)
    {
        const auto byte = static_cast<unsigned char>(c);
        const bool isPlain = byte >= 0x20 && byte != 0x7f &&
                             std::string_view("/[],*\"'\\").find(c) == std::string_view::npos;
        name += isPlain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return name == "." || name == ".." ? "%2E" + name.substr(1) : name;
}

/** @brief Without blanks around it, and without its end if it is too long for a name. */
std::string_view
Shortened(std::string_view label)
{
    while (Encoded(label).size() > kLongestName)
    {
        // A whole character of UTF-8: its continuation bytes, then its first.
        while ((static_cast<unsigned char>(label.back()) & 0xc0) == 0x80 && label.size() > 1)
        {
            label.remove_suffix(1);
        }
        label.remove_suffix(1);
    }
    const size_t first = std::min(label.find_first_not_of(' '), label.size());
    label.remove_prefix(first);
    return label.substr(0, label.find_last_not_of(' ') + 1);
}

/** @brief Gives names that differ. */
class UniqueNames
{
  public:
    /** @brief The name, or with "#2", "#3" ... the first that is free. */
    std::string Take(const std::string& wanted)
    {
        std::string name = wanted;
        int& last = m_last.emplace(wanted, 1).first->second;
        while (!m_taken.insert(name).second)
        {
            name = fmt::format("{}#{}", wanted, ++last);
        }
        return name;
    }

  private:
    std::set<std::string> m_taken;
    std::map<std::string, int> m_last; //!< highest number given, by what was wanted
};

/** @brief Makes the network, and says what it makes of doubtful things. */
class NetworkMaker
{
  public:
    NetworkMaker(const GraphMlDocument& document, FileReport& report)
        : m_document(document), m_report(report)
    {
    }

    GraphMlNetwork Make()
    {
        if (m_document.nodes.empty())
        {
            m_report.Error(0, "the graph has no nodes");
            return {};
        }
        for (const GraphMlNode& node : m_document.nodes)
        {
            AddSite(node);
        }
        for (const GraphMlEdge& edge : m_document.edges)
        {
            AddEdge(edge);
        }
        if (!m_directed.empty())
        {
            m_report.Warning(0,
                             "the graph is directed; every edge is a link of equal rate in both "
                             "directions, and an edge back between the same nodes is the same "
                             "link");
        }
        ReportParts();
        return std::move(m_network);
    }

  private:
    /** @brief Directed edges that wait for one back, by their ends in that one's order. */
    using OpenEdges = std::map<std::pair<size_t, size_t>, std::vector<size_t>>;

    void AddSite(const GraphMlNode& node)
    {
        if (!m_index.emplace(node.id, m_network.sites.size()).second)
        {
            m_report.Error(node.line, fmt::format("a second node with the id \"{}\"", node.id));
        }
        m_network.sites.push_back({NameOf(node),
                                   ReadPosition(node, m_document.nodeDefaults, m_report),
                                   IsHyperedge(node, m_document.nodeDefaults)});
    }

    std::string NameOf(const GraphMlNode& node)
    {
        const auto label = FindValue(node.data, m_document.nodeDefaults, "label");
        const std::string text = label.value_or(node.id);
        const std::string start = text.substr(0, 2 * kLongestName);
        std::string wanted = Encoded(Shortened(start));
        wanted = wanted.empty() ? "unnamed" : wanted;
        const std::string name = m_names.Take(wanted);
        if (wanted != text)
        {
            const bool isLong = Encoded(start).size() > kLongestName;
            m_report.Warning(
                node.line,
                fmt::format("\"{}{}; the node is called \"{}\"",
                            isLong ? Shortened(start) : text,
                            isLong ? "...\" is too long for a name" : "\" cannot be a name",
                            name));
        }
        else if (name != wanted)
        {
            m_report.Warning(node.line,
                             fmt::format("another node has the label \"{}\", too; this one is "
                                         "called \"{}\"",
                                         wanted,
                                         name));
        }
        return name;
    }

    std::optional<size_t> EndOf(const GraphMlEdge& edge, const std::string& id)
    {
        const auto found = m_index.find(id);
        if (found == m_index.end())
        {
            m_report.Error(edge.line,
                           fmt::format("edge \"{}\" to \"{}\": there is no node \"{}\"",
                                       edge.source,
                                       edge.target,
                                       id));
            return std::nullopt;
        }
        return found->second;
    }

    void AddEdge(const GraphMlEdge& edge)
    {
        const auto a = EndOf(edge, edge.source);
        const auto b = EndOf(edge, edge.target);
        const auto rate = ReadSpeed(edge, m_document.edgeDefaults, m_report);
        if (!a || !b)
        {
            return;
        }
        if (*a == *b)
        {
            m_report.Warning(
                edge.line,
                fmt::format("a link from \"{}\" to itself is left out", m_network.sites[*a].name));
            return;
        }
        if (!edge.isDirected)
        {
            AddLink(*a, *b, rate);
            return;
        }
        std::vector<size_t>& back = m_directed[{*b, *a}];
        if (back.empty())
        {
            m_directed[{*a, *b}].push_back(m_network.links.size());
            AddLink(*a, *b, rate);
            return;
        }
        CheckSameRate(edge, m_network.links[back.back()], rate);
        back.pop_back();
    }

    void CheckSameRate(const GraphMlEdge& edge, GraphMlLink& link, std::optional<BitRate> rate)
    {
        link.rate = link.rate ? link.rate : rate;
        if (rate && *link.rate != *rate)
        {
            m_report.Error(edge.line,
                           fmt::format("the edge back along \"{}\" has another speed; a link has "
                                       "one here, \"backward\" in a scenario's links sets the "
                                       "other direction",
                                       link.name));
        }
    }

    void AddLink(size_t a, size_t b, std::optional<BitRate> rate)
    {
        const GraphMlSite& from = m_network.sites[a];
        const GraphMlSite& to = m_network.sites[b];
        std::optional<SimTime> delay;
        if (from.position && to.position)
        {
            delay = FibreDelay(GreatCircleMetres(*from.position, *to.position));
        }
        m_network.links.push_back({m_names.Take(from.name + "-" + to.name), a, b, rate, delay});
    }

    void ReportParts()
    {
        boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> graph(
            m_network.sites.size());
        for (const GraphMlLink& link : m_network.links)
        {
            boost::add_edge(link.a, link.b, graph);
        }
        std::vector<size_t> part(m_network.sites.size());
        const size_t count = boost::connected_components(graph, part.data());
        if (count == 1)
        {
            return;
        }
        std::vector<size_t> sizes(count, 0);
        for (const size_t number : part)
        {
            ++sizes[number];
        }
        const auto largest = std::max_element(sizes.begin(), sizes.end());
        std::vector<std::string> apart;
        for (size_t i = 0; i < part.size(); ++i)
        {
            if (part[i] != static_cast<size_t>(largest - sizes.begin()))
            {
                apart.push_back(m_network.sites[i].name);
            }
        }
        m_report.Warning(0,
                         fmt::format("the network has {} parts without a link between them; the "
                                     "largest has {} of {} nodes, not {}",
                                     count,
                                     *largest,
                                     part.size(),
                                     ShortList(apart)));
    }

    const GraphMlDocument& m_document;
    FileReport& m_report;
    GraphMlNetwork m_network;
    std::map<std::string, size_t> m_index; //!< of a site by its id
    UniqueNames m_names;                   //!< of sites and links
    OpenEdges m_directed;
};

} // namespace

GraphMlNetwork
MakeGraphMlNetwork(const GraphMlDocument& document, FileReport& report)
{
    return NetworkMaker(document, report).Make();
}

} // namespace nexsim
