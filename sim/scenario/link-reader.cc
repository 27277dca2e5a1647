// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/link-reader.h"

#include "models/link/simplex-link.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/link-ends.h"
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
            KeySet(GrammarPart::Link)};
}

} // namespace

LinkReader::LinkReader(const ReadContext& context,
                       const ObjectReader& objects,
                       const NodeReader& nodes)
    : m_context(context), m_objects(objects), m_nodes(nodes), m_ports(context, objects, nodes)
{
}

void
LinkReader::Add(const GeneratedTopology& topology)
{
    for (const GeneratedLink& link : topology.links)
    {
        m_names.Add(link.name);
        m_links.push_back({link.name, link.a, link.b, link.link, link.link, {}, {}, "/topology"});
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
    changed.writtenAt = pointer;
    m_objects.ReadInto(changed.forward, entry, pointer, LinkExpected());
    m_objects.ReadInto(changed.backward, entry, pointer, LinkExpected());
    ReadDirections(changed, entry, pointer);
    m_ports.Read({&changed}, entry, pointer);
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
    link.writtenAt = pointer;
    link.forward = m_objects.Read(entry, pointer, LinkExpected());
    link.backward = link.forward;
    const auto ends =
        ReadLinkEnds(entry["between"], ChildPointer(pointer, "between"), m_nodes, m_context);
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
    std::vector<LinkSpec*> links;
    for (const std::size_t i : made)
    {
        links.push_back(&m_links[i]);
    }
    m_ports.Read(links, entry, pointer);
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

} // namespace nexsim
