// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/type-pages.h"

#include "sim/reference/attribute-text.h"
#include "sim/results/table.h"

#include <fmt/format.h>

#include <map>

namespace nexsim
{

namespace
{

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

std::string
MetricTableOf(const std::vector<TypeMetric>& metrics)
{
    TextTable table;
    table.AddColumn("metric", Align::Left);
    table.AddColumn("unit", Align::Left);
    table.AddColumn("kind", Align::Left);
    table.AddColumn("meaning", Align::Left);
    for (const TypeMetric& metric : metrics)
    {
        table.AddRow({metric.name, metric.unit, metric.kind, metric.meaning});
    }
    return table.ToText();
}

std::string
AttributeTableOf(const std::vector<AttributeText>& attributes)
{
    TextTable table;
    table.AddColumn("attribute", Align::Left);
    table.AddColumn("accepts", Align::Left);
    table.AddColumn("default", Align::Left);
    table.AddColumn("meaning", Align::Left);
    for (const AttributeText& attribute : attributes)
    {
        table.AddRow(
            {attribute.name,
             attribute.accepts,
             attribute.standard,
             attribute.meaning + (attribute.atRuntime ? " May change during a run." : "")});
    }
    return table.ToText();
}

/** @brief A type of ns-3's own that a scenario may name where one of ours is asked for. */
std::vector<NamedType>
FindForeignTypes(const TypeCatalogue& catalogue, std::string_view name)
{
    for (const NamedType& type : AllTypes(catalogue))
    {
        for (const ns3::TypeId& foreign : catalogue.NamesOf(type.interface))
        {
            if (!IsOurs(foreign) && name == foreign.GetName())
            {
                return {{foreign, type.interface}};
            }
        }
    }
    return {};
}

} // namespace

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
    return found.empty() ? FindForeignTypes(catalogue, name) : found;
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
TypePage(const NamedType& type, const MetricCatalogue& metrics)
{
    std::string page = fmt::format("{}, a {}\n", type.type.GetName(), PlainName(type.interface));
    const std::vector<AttributeText> attributes = AttributeTexts(type.type);
    page += attributes.empty() ? "It has no attributes.\n" : "\n" + AttributeTableOf(attributes);
    const auto known = metrics.Of(type.type);
    if (known && !known->empty())
    {
        page += "\n" + MetricTableOf(*known);
    }
    return page;
}

std::string
MetricsPage(const TypeCatalogue& catalogue, const MetricCatalogue& metrics)
{
    std::string page = fmt::format("every entry of traffic, by its name\n\n{}\n"
                                   "STAGE is one of {}.\n"
                                   "A distribution is reported as {}.\n",
                                   MetricTableOf(MetricCatalogue::OfEntries()),
                                   MetricCatalogue::StageNames(),
                                   MetricCatalogue::Statistics());
    page += "\na host with Cores, by its name\n\n" + MetricTableOf(MetricCatalogue::OfCores());
    for (const NamedType& type : AllTypes(catalogue))
    {
        const auto known = metrics.Of(type.type);
        if (known && !known->empty())
        {
            page += fmt::format("\n{}\n\n{}", type.type.GetName(), MetricTableOf(*known));
        }
    }
    return page;
}

} // namespace nexsim
