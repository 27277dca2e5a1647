// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/node-reader.h"

#include "models/host/host.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/ipv4-text.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

ObjectExpectation
NodeExpected()
{
    return {NetworkNode::GetTypeId().GetName(),
            std::nullopt,
            Dimension::Count,
            KeySet(GrammarPart::Node)};
}

bool
IsA(ns3::TypeId type, ns3::TypeId base)
{
    return type == base || type.IsChildOf(base);
}

} // namespace

NodeReader::NodeReader(const ReadContext& context, const ObjectReader& objects)
    : m_context(context), m_objects(objects)
{
}

void
NodeReader::Add(const GeneratedTopology& topology)
{
    std::map<ns3::TypeId, DraftPtr> drafts;
    for (const GeneratedNode& node : topology.nodes)
    {
        DraftPtr& draft = drafts[node.type];
        if (!draft)
        {
            Draft plain;
            plain.blueprint = Blueprint(node.type);
            plain.port = FindPortTemplate(node.type);
            plain.writtenAt = "/topology";
            draft = std::make_shared<const Draft>(std::move(plain));
        }
        m_names.Add(node.name);
        m_drafts.push_back(draft);
    }
}

void
NodeReader::Read(const Json& nodes)
{
    if (!nodes.is_object())
    {
        m_context.Error("/nodes", "expected an object of named nodes; got " + ShowJson(nodes));
        return;
    }
    for (const auto& item : nodes.items())
    {
        ReadEntry(item.key(), item.value());
    }
}

std::optional<std::vector<std::string>>
NodeReader::NamesOf(const std::string& key, const std::string& pointer) const
{
    const auto patterns = ParseNamePatterns(key);
    if (!patterns)
    {
        m_context.KeyError(pointer, patterns.Error().message);
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const NamePattern& pattern : *patterns)
    {
        if (!pattern.all)
        {
            const auto expanded = ExpandNames(pattern);
            names.insert(names.end(), expanded.begin(), expanded.end());
            continue;
        }
        const auto matched = m_names.Match(pattern);
        if (!matched)
        {
            m_context.KeyError(pointer, matched.Error().message);
            return std::nullopt;
        }
        for (const std::size_t node : *matched)
        {
            names.push_back(m_names.NameAt(node));
        }
    }
    return names;
}

void
NodeReader::ReadEntry(const std::string& key, const Json& entry)
{
    const std::string pointer = ChildPointer("/nodes", key);
    const auto names = NamesOf(key, pointer);
    if (!names)
    {
        return;
    }
    if (!entry.is_object())
    {
        m_context.Error(pointer, "expected an object; got " + ShowJson(entry));
        return;
    }
    // Nodes that shared everything before share it afterwards, too.
    std::map<DraftPtr, DraftPtr> changed;
    DraftPtr made;
    std::vector<std::size_t> nodes;
    for (const std::string& name : *names)
    {
        if (const auto node = m_names.Find(name))
        {
            DraftPtr& after = changed[m_drafts[*node]];
            after = after ? after : Change(m_drafts[*node], entry, pointer);
            m_drafts[*node] = after;
            nodes.push_back(*node);
            continue;
        }
        if (!entry.contains("type"))
        {
            m_context.KeyError(pointer,
                               m_names.Unknown(name) +
                                   " (an entry that makes a node has a \"type\")");
            return;
        }
        made = made ? made : Make(entry, pointer);
        nodes.push_back(m_names.Size());
        m_names.Add(name);
        m_drafts.push_back(made);
    }
    ReadAddress(nodes, entry, pointer);
}

NodeReader::DraftPtr
NodeReader::Make(const Json& entry, const std::string& pointer) const
{
    Draft draft;
    draft.writtenAt = pointer;
    draft.blueprint = m_objects.Read(entry, pointer, NodeExpected());
    if (!draft.blueprint.IsEmpty())
    {
        draft.port = FindPortTemplate(draft.blueprint.GetTypeId());
        ReadGrammar(draft, entry, pointer);
    }
    return std::make_shared<const Draft>(std::move(draft));
}

NodeReader::DraftPtr
NodeReader::Change(const DraftPtr& before, const Json& entry, const std::string& pointer) const
{
    if (before->blueprint.IsEmpty())
    {
        return before; // its own entry has been reported
    }
    Draft draft = *before;
    draft.writtenAt = pointer;
    if (entry.contains("type"))
    {
        const Blueprint renewed = m_objects.Read(entry, pointer, NodeExpected());
        if (renewed.IsEmpty())
        {
            return before;
        }
        if (renewed.GetTypeId() != draft.blueprint.GetTypeId())
        {
            draft.blueprint = renewed;
            draft.port = FindPortTemplate(renewed.GetTypeId());
        }
    }
    m_objects.ReadInto(draft.blueprint, entry, pointer, NodeExpected());
    ReadGrammar(draft, entry, pointer);
    return std::make_shared<const Draft>(std::move(draft));
}

void
NodeReader::ReadGrammar(Draft& draft, const Json& entry, const std::string& pointer) const
{
    ReadPortTemplate(draft.port, entry, pointer, m_objects);
    const auto apps = entry.find("apps");
    const std::string at = ChildPointer(pointer, "apps");
    if (apps == entry.end())
    {
        return;
    }
    if (IsA(draft.blueprint.GetTypeId(), Host::GetTypeId()))
    {
        draft.apps.Read(*apps, at, m_context, m_objects);
        return;
    }
    const ns3::TypeId type = draft.blueprint.GetTypeId();
    m_context.KeyError(at,
                       "only a Host has applications; this is a " +
                           TypeCatalogue::ShortName(type, NodeExpected().interface));
}

void
NodeReader::ReadAddress(const std::vector<std::size_t>& nodes,
                        const Json& entry,
                        const std::string& pointer)
{
    const auto value = entry.find("address");
    if (value == entry.end())
    {
        return;
    }
    const std::string at = ChildPointer(pointer, "address");
    const auto address =
        value->is_string() ? ParseHostAddress(value->get<std::string>()) : std::nullopt;
    if (!address)
    {
        m_context.Error(at,
                        "expected the IPv4 address of a host such as \"10.0.0.1\"; got " +
                            ShowJson(*value));
        return;
    }
    if (nodes.size() != 1 || !IsHost(nodes.front()))
    {
        m_context.Error(at,
                        nodes.size() == 1 ? std::string("only a Host has an address")
                                          : fmt::format("an address belongs to one host; these are "
                                                        "{} nodes",
                                                        nodes.size()));
        return;
    }
    const std::size_t node = nodes.front();
    const auto [owner, isNew] = m_addressOwners.emplace(*address, node);
    if (!isNew && owner->second != node)
    {
        m_context.Error(at,
                        fmt::format("the node {} has the address {} already",
                                    Quoted(m_names.NameAt(owner->second)),
                                    value->get<std::string>()));
        return;
    }
    if (const auto old = m_addresses.find(node);
        old != m_addresses.end() && old->second != *address)
    {
        m_addressOwners.erase(old->second);
    }
    m_addresses[node] = *address;
}

bool
NodeReader::IsHost(std::size_t node) const
{
    const Blueprint& blueprint = m_drafts[node]->blueprint;
    return !blueprint.IsEmpty() && IsA(blueprint.GetTypeId(), Host::GetTypeId());
}

std::vector<NodeSpec>
NodeReader::Nodes() const
{
    std::vector<NodeSpec> nodes;
    nodes.reserve(m_drafts.size());
    for (std::size_t i = 0; i < m_drafts.size(); ++i)
    {
        NodeSpec node{m_names.NameAt(i),
                      m_drafts[i]->blueprint,
                      m_drafts[i]->apps.Specs(),
                      std::nullopt,
                      m_drafts[i]->writtenAt};
        if (const auto address = m_addresses.find(i); address != m_addresses.end())
        {
            node.address = address->second;
        }
        nodes.push_back(std::move(node));
    }
    return nodes;
}

} // namespace nexsim
