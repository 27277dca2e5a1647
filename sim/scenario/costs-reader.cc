// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/costs-reader.h"

#include "models/host/cost-names.h"
#include "sim/scenario/cost-value.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/section.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

const std::string kProfile = "profile";
const std::string kExtends = "extends";

} // namespace

CostsReader::CostsReader(const ReadContext& context,
                         FileFinder& files,
                         CostProfileReader& profiles,
                         const ObjectReader& objects)
    : m_context(context), m_files(files), m_profiles(profiles), m_objects(objects)
{
    for (const CostName& name : kCostNames)
    {
        m_known.emplace(name.name, name.unit);
    }
}

std::optional<CostUnit>
CostsReader::UnitOf(const std::string& name)
{
    if (!m_knowsShipped && m_known.count(name) == 0)
    {
        LearnShipped();
    }
    const auto known = m_known.find(name);
    return known == m_known.end() ? std::nullopt : std::optional(known->second);
}

void
CostsReader::LearnShipped()
{
    m_knowsShipped = true;
    FileFinder others = m_files; // what is only looked through is no file of the scenario
    Diagnostics faults;          // of files that the scenario does not name
    for (const std::string& name : ShippedCostProfiles(m_files))
    {
        const auto path = FindCostProfile(name, others);
        const auto profile = path ? m_profiles.Read(*path, others, faults) : std::nullopt;
        for (const CostFigure& figure : profile ? profile->figures : std::vector<CostFigure>{})
        {
            m_known.emplace(figure.name, figure.unit);
        }
    }
}

ns3::Ptr<HostCosts>
CostsReader::Read(const Json& costs, const std::string& pointer)
{
    if (!costs.is_object())
    {
        m_context.Error(pointer,
                        "expected an object such as {\"profile\": \"linux-bdw36-2018\"}; got " +
                            ShowJson(costs));
        return nullptr;
    }
    const std::size_t errors = m_context.diagnostics.ErrorCount();
    const Section section(costs, pointer, m_context);
    CostTable table;
    ReadProfiles(section, table);
    for (const auto& [key, value] : costs.items())
    {
        if (key != kProfile && key != kExtends)
        {
            ReadFigure(key, value, section.PointerTo(key), table);
        }
    }
    return m_context.diagnostics.ErrorCount() == errors
               ? ns3::CreateObject<HostCosts>(std::move(table))
               : nullptr;
}

void
CostsReader::ReadProfiles(const Section& section, CostTable& table)
{
    if (const auto profile = section.Text(kProfile))
    {
        AddProfile(*profile, section.PointerTo(kProfile), table);
    }
    const auto extends = section.Texts(kExtends);
    for (std::size_t i = 0; extends && i < extends->size(); ++i)
    {
        AddProfile((*extends)[i], ChildPointer(section.PointerTo(kExtends), i), table);
    }
}

void
CostsReader::AddProfile(const std::string& name, const std::string& pointer, CostTable& table)
{
    const auto path = FindCostProfile(name, m_files);
    if (!path)
    {
        m_context.Error(pointer, path.Error().message);
        return;
    }
    const auto profile = m_profiles.Read(*path, m_files, m_context.diagnostics);
    if (!profile)
    {
        m_context.Error(pointer, fmt::format("the cost profile {} has faults", Quoted(name)));
        return;
    }
    for (const CostFigure& figure : profile->figures)
    {
        m_known.emplace(figure.name, figure.unit);
        table.Set(figure);
    }
}

void
CostsReader::ReadFigure(const std::string& name,
                        const Json& value,
                        const std::string& pointer,
                        CostTable& table)
{
    const auto unit = UnitOf(name);
    if (!unit)
    {
        std::vector<std::string> names = {kProfile, kExtends};
        for (const auto& entry : m_known)
        {
            names.push_back(entry.first);
        }
        m_context.KeyError(
            pointer,
            fmt::format("no cost figure is called {}{}", Quoted(name), SuggestName(name, names)));
        return;
    }
    CostFigure figure;
    figure.name = name;
    figure.unit = *unit;
    figure.evidence = "scenario";
    if (ReadValue(value, pointer, figure))
    {
        table.Set(std::move(figure));
    }
}

bool
CostsReader::ReadValue(const Json& value, const std::string& pointer, CostFigure& figure)
{
    if (value.is_object() && figure.unit == CostUnit::PerUse)
    {
        return ReadLaw(value, pointer, figure);
    }
    if (value.is_number_unsigned() && figure.unit == CostUnit::Count &&
        value.get<uint64_t>() <= INT32_MAX)
    {
        figure.value = value.get<int64_t>();
        return true;
    }
    if (!value.is_string() || figure.unit == CostUnit::Count)
    {
        m_context.Error(
            pointer,
            fmt::format("expected {}; got {}", ExpectedCost(figure.unit), ShowJson(value)));
        return false;
    }
    const auto parsed = ParseCostValue(value.get<std::string>());
    if (!parsed || parsed->unit != figure.unit)
    {
        m_context.Error(pointer,
                        parsed ? fmt::format("{} is {}; got {}",
                                             figure.name,
                                             ExpectedCost(figure.unit),
                                             ShowJson(value))
                               : parsed.Error().message);
        return false;
    }
    figure.value = parsed->value;
    return true;
}

bool
CostsReader::ReadLaw(const Json& value, const std::string& pointer, CostFigure& figure)
{
    const std::size_t errors = m_context.diagnostics.ErrorCount();
    const Blueprint law =
        m_objects.Read(value,
                       pointer,
                       {RandomQuantity::GetTypeId().GetName(), std::nullopt, Dimension::Time, {}});
    if (law.IsEmpty() || m_context.diagnostics.ErrorCount() != errors)
    {
        return false;
    }
    figure.randomValue = law.CreateAs<RandomQuantity>();
    if (figure.randomValue->Minimum() < 0)
    {
        m_context.Error(pointer, "this law gives negative times; a cost is at least 0");
        return false;
    }
    return true;
}

} // namespace nexsim
