// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/link-reader.h"

#include "models/link/simplex-link.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

ObjectExpectation
LinkExpected()
{
    return {SimplexLink::GetTypeId().GetName(),
            SimplexLink::GetTypeId(),
            Dimension::Count,
            {"name", "between", "forward", "backward", "at"}};
}

} // namespace

LinkReader::LinkReader(const ReadContext& context,
                       const ObjectReader& objects,
                       const NodeReader& nodes)
    : m_context(context), m_objects(objects), m_nodes(nodes)
{
}

void
LinkReader::Add(const GeneratedTopology& topology)
{
    for (const GeneratedLink& link : topology.links)
    {
        m_names.Add(link.name);
        m_links.push_back({link.name, link.a, link.b, link.link, link.link, {}, {}});
    }
}

void
LinkReader::Read(const Json& links)
{
    if (!links.is_array())
    {
        m_context.Error("/links", "expected a list of links; got " + ShowJson(links));
        return;
    }
    ReserveNames(links);
    for (std::size_t i = 0; i < links.size(); ++i)
    {
        ReadEntry(links[i], ChildPointer("/links", i));
    }
}

void
LinkReader::ReserveNames(const Json& links)
{
    for (const Json& entry : links)
    {
        const auto name = entry.is_object() ? entry.find("name") : entry.end();
        if (name != entry.end() && name->is_string())
        {
            m_reserved.insert(name->get<std::string>());
        }
    }
}

void
LinkReader::ReadEntry(const Json& entry, const std::string& pointer)
{
    if (!entry.is_object())
    {
        m_context.Error(pointer,
                        "expected a link such as {\"between\": [\"a\", \"b\"]}; got " +
                            ShowJson(entry));
        return;
    }
    const auto name = entry.find("name");
    if (name != entry.end())
    {
        const auto plain =
            name->is_string()
                ? ParsePlainName(name->get<std::string>())
                : Outcome<std::string>(TextError{"expected a name; got " + ShowJson(*name), 0});
        if (!plain)
        {
            m_context.Error(ChildPointer(pointer, "name"), plain.Error().message);
            return;
        }
    }
    if (entry.contains("between"))
    {
        Make(entry, pointer);
    }
    else if (name != entry.end())
    {
        Change(entry, pointer);
    }
    else
    {
        m_context.Error(
            pointer,
            "the key \"between\" is missing, such as \"between\": [\"client[*]\", \"sw\"]");
    }
}

void
LinkReader::Change(const Json& entry, const std::string& pointer)
{
    const auto name = entry["name"].get<std::string>();
    const auto link = m_names.Find(name);
    if (!link)
    {
        m_context.Error(ChildPointer(pointer, "name"),
                        m_names.Unknown(name) +
                            " (an entry that makes links has the key \"between\")");
        return;
    }
    LinkSpec& changed = m_links[*link];
    m_objects.ReadInto(changed.forward, entry, pointer, LinkExpected());
    m_objects.ReadInto(changed.backward, entry, pointer, LinkExpected());
    ReadDirections(changed, entry, pointer);
    ReadAt({*link}, entry, pointer);
}

std::string
LinkReader::FreeName(const std::string& wanted) const
{
    std::string name = wanted;
    for (int i = 2; m_names.Find(name) || m_reserved.count(name) > 0; ++i)
    {
        name = fmt::format("{}#{}", wanted, i);
    }
    return name;
}

void
LinkReader::Make(const Json& entry, const std::string& pointer)
{
    LinkSpec link;
    link.forward = m_objects.Read(entry, pointer, LinkExpected());
    link.backward = link.forward;
    const auto ends = ReadBetween(entry["between"], ChildPointer(pointer, "between"));
    if (link.forward.IsEmpty())
    {
        return;
    }
    ReadDirections(link, entry, pointer);
    if (!ends)
    {
        return;
    }
    std::vector<std::size_t> made;
    for (std::size_t i = 0; i < ends->size(); ++i)
    {
        std::tie(link.a, link.b) = (*ends)[i];
        const NameIndex& nodes = m_nodes.Names();
        link.name = FreeName(nodes.NameAt(link.a) + "-" + nodes.NameAt(link.b));
        if (const auto name = entry.find("name"); name != entry.end())
        {
            const auto given = name->get<std::string>();
            link.name = ends->size() == 1 ? given : JoinName(given, static_cast<uint32_t>(i));
        }
        if (!m_names.Add(link.name))
        {
            m_context.Error(ChildPointer(pointer, "name"),
                            "there is a link called " + Quoted(link.name) + " already");
            return;
        }
        made.push_back(m_links.size());
        m_links.push_back(link);
    }
    ReadAt(made, entry, pointer);
}

std::optional<std::vector<std::size_t>>
LinkReader::SelectEnd(const Json& selector, const std::string& pointer) const
{
    if (!selector.is_string())
    {
        m_context.Error(pointer, "expected nodes such as \"client[*]\"; got " + ShowJson(selector));
        return std::nullopt;
    }
    auto nodes = m_nodes.Names().Select(selector.get<std::string>());
    if (!nodes)
    {
        m_context.Error(pointer, nodes.Error().message);
        return std::nullopt;
    }
    return *nodes;
}

std::optional<std::vector<LinkReader::Ends>>
LinkReader::ReadBetween(const Json& between, const std::string& pointer) const
{
    if (!between.is_array() || between.size() != 2)
    {
        m_context.Error(pointer,
                        "expected the two ends such as [\"client[*]\", \"sw\"]; got " +
                            (between.is_array() ? fmt::format("{} of them", between.size())
                                                : ShowJson(between)));
        return std::nullopt;
    }
    const auto a = SelectEnd(between[0], ChildPointer(pointer, 0));
    const auto b = SelectEnd(between[1], ChildPointer(pointer, 1));
    if (!a || !b)
    {
        return std::nullopt;
    }
    if (a->size() != b->size() && a->size() != 1 && b->size() != 1)
    {
        m_context.Error(pointer,
                        fmt::format("{} nodes and {} nodes make no pairs; one side must be single, "
                                    "or both equally many",
                                    a->size(),
                                    b->size()));
        return std::nullopt;
    }
    std::vector<Ends> ends;
    for (std::size_t i = 0; i < std::max(a->size(), b->size()); ++i)
    {
        ends.emplace_back((*a)[a->size() == 1 ? 0 : i], (*b)[b->size() == 1 ? 0 : i]);
        if (ends.back().first == ends.back().second)
        {
            m_context.Error(pointer,
                            fmt::format("the node {} cannot be linked to itself",
                                        Quoted(m_nodes.Names().NameAt(ends.back().first))));
            return std::nullopt;
        }
    }
    return ends;
}

void
LinkReader::ReadDirections(LinkSpec& link, const Json& entry, const std::string& pointer) const
{
    const ObjectExpectation expected{LinkExpected().interface, std::nullopt, Dimension::Count, {}};
    for (const auto& [key, blueprint] :
         {std::pair<const char*, Blueprint*>{"forward", &link.forward},
          {"backward", &link.backward}})
    {
        const auto value = entry.find(key);
        const std::string at = ChildPointer(pointer, key);
        if (value == entry.end())
        {
            continue;
        }
        if (!value->is_object())
        {
            m_context.Error(at, "expected an object of attributes; got " + ShowJson(*value));
        }
        else if (value->contains("type"))
        {
            m_context.KeyError(
                ChildPointer(at, "type"),
                "the type of a link is that of both directions; write it beside \"between\"");
        }
        else
        {
            m_objects.ReadInto(*blueprint, *value, at, expected);
        }
    }
}

void
LinkReader::ReadAt(const std::vector<std::size_t>& links,
                   const Json& entry,
                   const std::string& pointer)
{
    const auto ports = entry.find("at");
    if (ports == entry.end())
    {
        return;
    }
    const std::string at = ChildPointer(pointer, "at");
    if (!ports->is_object())
    {
        m_context.Error(at,
                        "expected an object such as {\"sw\": {\"Queue\": ...}}; got " +
                            ShowJson(*ports));
        return;
    }
    for (const auto& item : ports->items())
    {
        const std::string here = ChildPointer(at, item.key());
        const auto selected = m_nodes.Names().Select(item.key());
        if (!selected)
        {
            m_context.KeyError(here, selected.Error().message);
            continue;
        }
        const std::set<std::size_t> nodes(selected->begin(), selected->end());
        std::set<std::size_t> met;
        for (const std::size_t i : links)
        {
            LinkSpec& link = m_links[i];
            for (const auto& [node, port] :
                 {std::pair<std::size_t, Blueprint*>{link.a, &link.portA}, {link.b, &link.portB}})
            {
                if (nodes.count(node) > 0)
                {
                    met.insert(node);
                    RefinePort(node, *port, item.value(), here);
                }
            }
        }
        for (const std::size_t node : nodes)
        {
            if (met.count(node) == 0)
            {
                m_context.KeyError(
                    here,
                    fmt::format("{} is no end of this link", Quoted(m_nodes.Names().NameAt(node))));
                break;
            }
        }
    }
}

void
LinkReader::RefinePort(std::size_t node,
                       Blueprint& port,
                       const Json& value,
                       const std::string& pointer) const
{
    const PortTemplate& standard = m_nodes.PortOf(node);
    if (standard.attribute.empty())
    {
        m_context.KeyError(pointer,
                           fmt::format("the ports of {} have no attributes",
                                       Quoted(m_nodes.Names().NameAt(node))));
        return;
    }
    if (!value.is_object())
    {
        m_context.Error(pointer, "expected an object of attributes; got " + ShowJson(value));
        return;
    }
    if (port.IsEmpty())
    {
        port = standard.blueprint;
    }
    const ObjectExpectation expected{standard.interface, std::nullopt, Dimension::Count, {}};
    if (value.contains("type") || port.IsEmpty())
    {
        const Blueprint renewed = m_objects.Read(value, pointer, expected);
        if (renewed.IsEmpty())
        {
            return;
        }
        if (port.IsEmpty() || renewed.GetTypeId() != port.GetTypeId())
        {
            port = renewed;
            return;
        }
    }
    m_objects.ReadInto(port, value, pointer, expected);
}

} // namespace nexsim
