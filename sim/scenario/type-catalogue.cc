// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/type-catalogue.h"

#include "models/base/attribute-description.h"
#include "models/base/ns3-type-tree.h"
#include "sim/scenario/nearest-name.h"

#include "ns3/string.h"
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace nexsim
{

namespace
{

std::string_view
WithoutNamespace(std::string_view name)
{
    const size_t colons = name.rfind("::");
    return colons == std::string_view::npos ? name : name.substr(colons + 2);
}

bool
EndsWith(std::string_view text, std::string_view end)
{
    return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

bool
IsForeign(const std::string& name)
{
    return name.rfind("ns3::", 0) == 0;
}

/** @brief The forms under which a type may be written where an interface is wanted. */
std::vector<std::string>
Forms(ns3::TypeId type, const std::string& interface)
{
    const std::string full = type.GetName();
    if (IsForeign(full))
    {
        return {full};
    }
    const std::string_view plain = WithoutNamespace(full);
    const std::string_view suffix = WithoutNamespace(interface);
    std::vector<std::string> forms;
    if (EndsWith(plain, suffix))
    {
        forms.emplace_back(plain.substr(0, plain.size() - suffix.size()));
    }
    forms.emplace_back(plain);
    forms.push_back(full);
    return forms;
}

/** @brief A capital letter, then letters and digits: what a scenario can write as an attribute. */
bool
IsAttributeName(std::string_view name)
{
    const auto isCapital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return !name.empty() && isCapital(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return isCapital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
           });
}

/** @brief Whether the checker takes the default. ns-3 reads those that are texts itself. */
bool
TakesDefault(const ns3::TypeId::AttributeInformation& attribute)
{
    return attribute.checker->Check(*attribute.initialValue) ||
           dynamic_cast<const ns3::StringValue*>(ns3::PeekPointer(attribute.initialValue)) !=
               nullptr;
}

/** @brief What is wrong with the attributes that a type declares itself. */
void
AddAttributeFaults(ns3::TypeId type, std::vector<std::string>& faults)
{
    for (size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const auto attribute = type.GetAttribute(i);
        if (!IsAttributeName(attribute.name))
        {
            faults.push_back(fmt::format("{} has an attribute {}; a name is a capital letter, then "
                                         "letters and digits, such as \"MaxPackets\"",
                                         type.GetName(),
                                         Quoted(attribute.name)));
        }
        else if (!TakesDefault(attribute))
        {
            faults.push_back(fmt::format("the default of {}'s attribute {} is none of the values "
                                         "that it takes itself",
                                         type.GetName(),
                                         attribute.name));
        }
    }
}

std::optional<ns3::TypeId>
Find(std::string_view name, const std::vector<ns3::TypeId>& types, const std::string& interface)
{
    for (const ns3::TypeId& type : types)
    {
        const std::vector<std::string> forms = Forms(type, interface);
        if (std::find(forms.begin(), forms.end(), name) != forms.end())
        {
            return type;
        }
    }
    return std::nullopt;
}

} // namespace

TypeCatalogue::TypeCatalogue()
{
    for (uint16_t i = 0; i < ns3::TypeId::GetRegisteredN(); ++i)
    {
        const ns3::TypeId type = ns3::TypeId::GetRegistered(i);
        if (type.HasConstructor())
        {
            m_types.push_back(type);
        }
    }
    std::sort(m_types.begin(), m_types.end(), [](ns3::TypeId a, ns3::TypeId b) {
        return a.GetName() < b.GetName();
    });
}

std::vector<ns3::TypeId>
TypeCatalogue::TypesOf(const std::string& interface) const
{
    std::vector<ns3::TypeId> types;
    ns3::TypeId base;
    if (!ns3::TypeId::LookupByNameFailSafe(interface, &base))
    {
        return types;
    }
    for (const ns3::TypeId& type : m_types)
    {
        if (type == base || compat::IsChildOf(type, base))
        {
            types.push_back(type);
        }
    }
    return types;
}

std::vector<AdapterEntry>
TypeCatalogue::AdaptersOf(const std::string& interface) const
{
    std::vector<AdapterEntry> adapters;
    for (const ns3::TypeId& type : TypesOf(interface))
    {
        for (const AttributeEntry& attribute : AttributesOf(type))
        {
            const auto* described = dynamic_cast<const SelfDescribing*>(
                ns3::PeekPointer(attribute.information.checker));
            const auto description =
                described != nullptr ? described->Describe() : AttributeDescription();
            if (description.adapts)
            {
                adapters.push_back({type, attribute.information.name, description.interface});
            }
        }
    }
    return adapters;
}

std::vector<ns3::TypeId>
TypeCatalogue::NamesOf(const std::string& interface) const
{
    std::vector<ns3::TypeId> types = TypesOf(interface);
    for (const AdapterEntry& adapter : AdaptersOf(interface))
    {
        const auto foreign = TypesOf(adapter.foreignInterface);
        types.insert(types.end(), foreign.begin(), foreign.end());
    }
    return types;
}

std::optional<AdapterEntry>
TypeCatalogue::AdapterFor(ns3::TypeId type, const std::string& interface) const
{
    ns3::TypeId wanted;
    if (!ns3::TypeId::LookupByNameFailSafe(interface, &wanted) || type == wanted ||
        compat::IsChildOf(type, wanted))
    {
        return std::nullopt;
    }
    for (AdapterEntry& adapter : AdaptersOf(interface))
    {
        if (compat::IsChildOf(type, ns3::TypeId::LookupByName(adapter.foreignInterface)))
        {
            return std::move(adapter);
        }
    }
    return std::nullopt;
}

std::string
TypeCatalogue::ShortName(ns3::TypeId type, const std::string& interface)
{
    return Forms(type, interface).front();
}

Outcome<ns3::TypeId>
TypeCatalogue::Resolve(std::string_view name, const std::string& interface) const
{
    // Adapters are looked for only where a name is foreign or unknown.
    if (const auto type = Find(name, TypesOf(interface), interface))
    {
        return *type;
    }
    const std::vector<ns3::TypeId> types = NamesOf(interface);
    if (const auto type = Find(name, types, interface))
    {
        return *type;
    }
    std::vector<std::string> candidates;
    candidates.reserve(types.size());
    for (const ns3::TypeId& type : types)
    {
        candidates.push_back(ShortName(type, interface));
    }
    if (const auto nearest = NearestName(name, candidates))
    {
        return TextError{fmt::format("unknown {} {}; did you mean {}?",
                                     WithoutNamespace(interface),
                                     Quoted(name),
                                     Quoted(*nearest)),
                         0};
    }
    return TextError{fmt::format("unknown {} {}; there are: {}",
                                 WithoutNamespace(interface),
                                 Quoted(name),
                                 fmt::join(candidates, ", ")),
                     0};
}

std::vector<AttributeEntry>
TypeCatalogue::AttributesOf(ns3::TypeId type)
{
    std::vector<AttributeEntry> attributes;
    for (ns3::TypeId owner = type;; owner = owner.GetParent())
    {
        for (size_t i = 0; i < owner.GetAttributeN(); ++i)
        {
            attributes.push_back({owner, owner.GetAttribute(i)});
        }
        if (!owner.HasParent() || owner.GetParent() == owner)
        {
            return attributes;
        }
    }
}

std::optional<AttributeEntry>
TypeCatalogue::FindAttribute(ns3::TypeId type, const std::string& name)
{
    for (AttributeEntry& attribute : AttributesOf(type))
    {
        if (attribute.information.name == name)
        {
            return std::move(attribute);
        }
    }
    return std::nullopt;
}

std::vector<std::string>
TypeCatalogue::AttributeNames(ns3::TypeId type)
{
    std::vector<std::string> names;
    for (const AttributeEntry& attribute : AttributesOf(type))
    {
        names.push_back(attribute.information.name);
    }
    return names;
}

std::vector<std::string>
TypeCatalogue::Conflicts() const
{
    std::map<std::string, ns3::TypeId> known;
    std::set<uint16_t> visited; // types whose attributes were looked at
    std::vector<std::string> conflicts;
    for (const ns3::TypeId& type : m_types)
    {
        const std::string name = type.GetName();
        if (IsForeign(name))
        {
            continue;
        }
        const auto [at, isNew] = known.emplace(WithoutNamespace(name), type);
        if (!isNew)
        {
            const std::string other = at->second.GetName();
            conflicts.push_back(
                other == name
                    ? fmt::format("two types are called {}; rename one", name)
                    : fmt::format("two types have the short name {}: {} and {}; rename one",
                                  WithoutNamespace(name),
                                  other,
                                  name));
        }
        for (ns3::TypeId owner = type;
             !IsForeign(owner.GetName()) && visited.insert(owner.GetUid()).second;
             owner = owner.GetParent())
        {
            AddAttributeFaults(owner, conflicts);
        }
    }
    return conflicts;
}

} // namespace nexsim
