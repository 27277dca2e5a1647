// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/tap-selector.h"

#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

/** @brief `port[*]` and `nic[*]` are all ports of a node; otherwise the name itself. */
bool
Fits(std::string_view wanted, std::string_view name)
{
    if (wanted == "port[*]" || wanted == "nic[*]")
    {
        const std::string_view kind = wanted.substr(0, wanted.size() - 3);
        return name.substr(0, kind.size()) == kind;
    }
    return wanted == name;
}

} // namespace

TapSelector::TapSelector(const NodeReader& nodes, const LinkReader& links, bool isWhole)
    : m_nodes(nodes), m_links(links), m_isWhole(isWhole)
{
    if (!isWhole)
    {
        return;
    }
    for (std::size_t node = 0; node < nodes.Names().Size(); ++node)
    {
        m_graph.AddNode(nodes.Names().NameAt(node),
                        nodes.IsHost(node) ? NodeRole::End : NodeRole::Forwarder);
    }
    for (const LinkSpec& link : links.Links())
    {
        m_graph.AddLink(link.a, link.b);
    }
}

Outcome<std::vector<TapSpec>>
TapSelector::Select(const std::string& text) const
{
    if (!m_isWhole)
    {
        return std::vector<TapSpec>{{text, 0, TapSpec::Place::Link}};
    }
    const std::size_t slash = text.find('/');
    if (slash != std::string::npos)
    {
        return SelectPorts(text.substr(0, slash), text.substr(slash + 1));
    }
    const auto link = m_links.Names().Find(text);
    if (link)
    {
        return std::vector<TapSpec>{{text, *link, TapSpec::Place::Link}};
    }
    if (const auto node = m_nodes.Names().Find(text))
    {
        return TextError{
            fmt::format("packets are recorded at a port or on a link; the ports of {} are {}",
                        Quoted(text),
                        fmt::join(PortNames(*node), ", "))};
    }
    return TextError{m_links.Names().Unknown(text)};
}

Outcome<std::vector<TapSpec>>
TapSelector::SelectPorts(const std::string& nodes, const std::string& port) const
{
    const auto selected = m_nodes.Names().Select(nodes);
    if (!selected)
    {
        return selected.Error();
    }
    std::vector<TapSpec> taps;
    for (const std::size_t node : *selected)
    {
        const std::size_t before = taps.size();
        for (std::size_t i = 0; i < m_graph.PortCount(node); ++i)
        {
            if (Fits(port, m_graph.PortName(node, i)))
            {
                taps.push_back(PortAt(node, i));
            }
        }
        if (taps.size() == before)
        {
            std::vector<std::string> names = PortNames(node);
            return TextError{
                fmt::format("{} has no port {}; its ports are {}",
                            Quoted(m_graph.Name(node)),
                            Quoted(port),
                            names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")))};
        }
    }
    return taps;
}

TapSpec
TapSelector::PortAt(std::size_t node, std::size_t port) const
{
    const std::size_t link = m_graph.PortAt(node, port).link;
    return {m_graph.Name(node) + "/" + m_graph.PortName(node, port),
            link,
            m_graph.Ends(link).first == node ? TapSpec::Place::PortA : TapSpec::Place::PortB};
}

std::vector<std::string>
TapSelector::PortNames(std::size_t node) const
{
    constexpr std::size_t kMost = 8; // a message with hundreds of ports helps nobody
    std::vector<std::string> names;
    for (std::size_t i = 0; i < m_graph.PortCount(node) && i < kMost; ++i)
    {
        names.push_back(Quoted(m_graph.Name(node) + "/" + m_graph.PortName(node, i)));
    }
    if (m_graph.PortCount(node) > kMost)
    {
        names.emplace_back("...");
    }
    return names;
}

} // namespace nexsim
