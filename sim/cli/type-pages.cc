// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/type-pages.h"

#include "models/base/attributes.h"
#include "sim/results/table.h"
#include "sim/scenario/quantity-text.h"

#include <fmt/format.h>

#include <map>

namespace nexsim
{

namespace
{

using Kind = AttributeDescription::Kind;

bool
IsOurs(ns3::TypeId type)
{
    return type.GetName().rfind("ns3::", 0) != 0;
}

/** @brief The uppermost ancestor that is not ns-3's own: what an attribute would ask for. */
std::string
InterfaceOf(ns3::TypeId type)
{
    ns3::TypeId top = type;
    while (top.HasParent() && top.GetParent() != top && IsOurs(top.GetParent()))
    {
        top = top.GetParent();
    }
    return top.GetName();
}

std::vector<NamedType>
AllTypes(const TypeCatalogue& catalogue)
{
    std::vector<NamedType> types;
    for (const ns3::TypeId& type : catalogue.TypesOf("ns3::Object"))
    {
        if (IsOurs(type) && InterfaceOf(type) != "nexsim::DeterministicSimulatorImpl")
        {
            types.push_back({type, InterfaceOf(type)});
        }
    }
    return types;
}

std::string
PlainName(const std::string& name)
{
    const size_t colons = name.rfind("::");
    return colons == std::string::npos ? name : name.substr(colons + 2);
}

std::string
Range(const AttributeDescription& description)
{
    const auto show = [&](int64_t value) {
        return description.kind == Kind::Integer ? std::to_string(value)
                                                 : FormatQuantity(description.dimension, value);
    };
    if (description.dimension == Dimension::Inherited)
    {
        return "as the holder";
    }
    return fmt::format("{} to {}", show(description.minimum), show(description.maximum));
}

std::string
Accepts(const AttributeDescription& description)
{
    switch (description.kind)
    {
    case Kind::Quantity:
    case Kind::Integer:
        return Range(description);
    case Kind::RandomQuantity:
        return fmt::format("{}, or a law of it", Range(description));
    case Kind::Choice:
        return fmt::format("{}", fmt::join(description.choices, ", "));
    case Kind::List:
        return "list of " + PlainName(description.element->interface);
    case Kind::Policy:
        return "a " + PlainName(description.interface);
    case Kind::PolicyTemplate:
        return fmt::format("a {} for each", PlainName(description.interface));
    default:
        return "text";
    }
}

std::string
Default(const AttributeDescription& description,
        const ns3::TypeId::AttributeInformation& attribute,
        const std::string& interface)
{
    const std::string text = attribute.initialValue->SerializeToString(attribute.checker);
    if (description.kind == Kind::Choice)
    {
        return description.choices.at(static_cast<size_t>(std::stoll(text)));
    }
    if (description.kind == Kind::Quantity && description.dimension != Dimension::Inherited)
    {
        return FormatQuantity(description.dimension, std::stoll(text));
    }
    ns3::TypeId type;
    if (!text.empty() && ns3::TypeId::LookupByNameFailSafe(text, &type))
    {
        return TypeCatalogue::ShortName(type, interface);
    }
    return text.empty() ? "none" : text;
}

void
AddAttributeRow(TextTable& table, const AttributeEntry& attribute)
{
    const auto& information = attribute.information;
    const auto* described =
        dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(information.checker));
    if (described == nullptr)
    {
        const std::string kind = PlainName(information.checker->GetValueTypeName());
        table.AddRow({information.name,
                      kind == "BooleanValue" ? "true, false" : kind,
                      information.initialValue->SerializeToString(information.checker),
                      information.help});
        return;
    }
    const AttributeDescription description = described->Describe();
    table.AddRow({information.name,
                  Accepts(description),
                  Default(description, information, description.interface),
                  information.help + (description.atRuntime ? " May change during a run." : "")});
}

} // namespace

std::string
TypeOverview(const TypeCatalogue& catalogue)
{
    std::map<std::string, std::string> byInterface;
    for (const NamedType& type : AllTypes(catalogue))
    {
        std::string& names = byInterface[type.interface];
        names += (names.empty() ? "" : ", ") + TypeCatalogue::ShortName(type.type, type.interface);
    }
    TextTable table;
    table.AddColumn("kind", Align::Left);
    table.AddColumn("types", Align::Left);
    for (const auto& [interface, names] : byInterface)
    {
        table.AddRow({PlainName(interface), names});
    }
    return table.ToText();
}

std::vector<NamedType>
FindTypes(const TypeCatalogue& catalogue, std::string_view name)
{
    std::vector<NamedType> found;
    for (const NamedType& type : AllTypes(catalogue))
    {
        const std::string full = type.type.GetName();
        if (name == full || name == PlainName(full) ||
            name == TypeCatalogue::ShortName(type.type, type.interface))
        {
            found.push_back(type);
        }
    }
    return found;
}

std::vector<std::string>
TypeNames(const TypeCatalogue& catalogue)
{
    std::vector<std::string> names;
    for (const NamedType& type : AllTypes(catalogue))
    {
        names.push_back(TypeCatalogue::ShortName(type.type, type.interface));
    }
    return names;
}

std::string
TypePage(const NamedType& type)
{
    std::string page = fmt::format("{}, a {}\n", type.type.GetName(), PlainName(type.interface));
    TextTable table;
    table.AddColumn("attribute", Align::Left);
    table.AddColumn("accepts", Align::Left);
    table.AddColumn("default", Align::Left);
    table.AddColumn("meaning", Align::Left);
    size_t rows = 0;
    for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(type.type))
    {
        if (IsOurs(attribute.owner))
        {
            AddAttributeRow(table, attribute);
            ++rows;
        }
    }
    return page + (rows == 0 ? "It has no attributes.\n" : "\n" + table.ToText());
}

} // namespace nexsim
