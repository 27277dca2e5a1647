// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/reference-page.h"

#include "sim/reference/attribute-text.h"
#include "sim/reference/grammar-page.h"
#include "sim/reference/markdown.h"
#include "sim/reference/type-pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nexsim
{

namespace
{

const std::string kGroup = "nexsim/";
const std::string kGrammar = "scenario";

/** @brief The folder that a type belongs to; "" for one that says none. */
std::string
FolderOf(ns3::TypeId type)
{
    const std::string group = type.GetGroupName();
    return group.rfind(kGroup, 0) == 0 ? group.substr(kGroup.size()) : "";
}

std::string
Attributes(ns3::TypeId type)
{
    std::vector<std::vector<std::string>> rows;
    for (const AttributeText& text : AttributeTexts(type))
    {
        rows.push_back({Code(text.name),
                        text.accepts,
                        text.standard,
                        text.meaning + (text.atRuntime ? " May change during a run." : "")});
    }
    return rows.empty() ? "No attributes.\n"
                        : MarkdownTable({"attribute", "accepts", "default", "meaning"}, rows);
}

std::string
Metrics(const std::vector<TypeMetric>& metrics)
{
    std::vector<std::vector<std::string>> rows;
    for (const TypeMetric& metric : metrics)
    {
        rows.push_back({Code(metric.name), metric.unit, metric.kind, metric.meaning});
    }
    return MarkdownTable({"metric", "unit", "kind", "meaning"}, rows);
}

std::string
Entries()
{
    return fmt::format(
        "\n## Every entry of traffic\n\nBelow the entry's name, whatever its source. "
        "STAGE is one of {}.\n\n{}",
        MetricCatalogue::StageNames(),
        Metrics(MetricCatalogue::OfEntries()));
}

std::string
Cores()
{
    return "\n## Every host with Cores\n\nBelow the host's name. FIGURE is a cost figure that some "
           "part of the host uses, `spin` (for a lock) or `busy_poll` (empty looks of a task that "
           "polls); `core[i]` is one of its cores, and LOCK is a spin lock by its path.\n\n" +
           Metrics(MetricCatalogue::OfCores());
}

} // namespace

std::vector<std::string>
PageNames(const TypeCatalogue& catalogue)
{
    std::set<std::string> folders;
    for (const NamedType& type : AllTypes(catalogue))
    {
        if (const std::string folder = FolderOf(type.type); !folder.empty())
        {
            folders.insert(folder);
        }
    }
    std::vector<std::string> names(folders.begin(), folders.end());
    names.insert(names.begin(), kGrammar);
    return names;
}

std::optional<std::string>
ReferencePage(const std::string& name,
              const TypeCatalogue& catalogue,
              const MetricCatalogue& metrics)
{
    const std::vector<std::string> names = PageNames(catalogue);
    if (std::find(names.begin(), names.end(), name) == names.end())
    {
        return std::nullopt;
    }
    if (name == kGrammar)
    {
        return WrittenBy(name) + GrammarPage();
    }
    std::string page = WrittenBy(name) + fmt::format("\n# {}: attributes and metrics\n", name);
    page += fmt::format("\nQuantities are written with a unit; the units of each dimension, and "
                        "all lowercase keys, "
                        "are on the [page of the scenario file](../../sim/scenario/REFERENCE.md). "
                        "A distribution is "
                        "reported as {}.\n",
                        MetricCatalogue::Statistics());
    for (const NamedType& type : AllTypes(catalogue))
    {
        if (FolderOf(type.type) != name)
        {
            continue;
        }
        page += fmt::format("\n## {}\n\n{}: {} where a {} is asked for.\n\n{}",
                            PlainName(type.type.GetName()),
                            Code(type.type.GetName()),
                            Code('"' + TypeCatalogue::ShortName(type.type, type.interface) + '"'),
                            PlainName(type.interface),
                            Attributes(type.type));
        const auto known = metrics.Of(type.type);
        if (known && !known->empty())
        {
            page += "\n" + Metrics(*known);
        }
    }
    return name == "traffic" ? page + Entries() : name == "host" ? page + Cores() : page;
}

} // namespace nexsim
