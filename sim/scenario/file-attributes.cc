// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/file-attributes.h"

#include "models/base/attribute-values.h"
#include "models/base/random-quantity.h"
#include "models/traffic/empirical-quantity.h"
#include "sim/scenario/costs-reader.h"
#include "sim/scenario/distribution-file.h"
#include "sim/scenario/json-pointer.h"
#include "sim/topology/graphml-topology.h"

#include "ns3/string.h"

#include <stdexcept>

namespace nexsim
{

FileAttributes::FileAttributes(const ReadContext& context,
                               FileFinder& files,
                               CostProfileReader& profiles,
                               const TypeCatalogue& catalogue)
    : m_context(&context), m_files(&files), m_profiles(&profiles), m_catalogue(&catalogue)
{
}

void
FileAttributes::operator()(Blueprint& blueprint,
                           const Json& object,
                           const std::string& pointer,
                           const ObjectExpectation& expected) const
{
    const bool isLaw = blueprint.GetTypeId().IsChildOf(RandomQuantity::GetTypeId());
    if (FindFile(blueprint, object, pointer) && isLaw)
    {
        TryLaw(blueprint, pointer, expected.inherited);
    }
    if (const auto costs = object.find("Costs"); costs != object.end())
    {
        ReadCosts(blueprint, *costs, ChildPointer(pointer, "Costs"));
    }
}

void
FileAttributes::ReadCosts(Blueprint& blueprint, const Json& costs, const std::string& pointer) const
{
    const auto attribute = TypeCatalogue::FindAttribute(blueprint.GetTypeId(), "Costs");
    const auto* described =
        attribute
            ? dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(attribute->information.checker))
            : nullptr;
    if (described == nullptr || described->Describe().kind != AttributeDescription::Kind::Costs)
    {
        return; // a plug-in's own attribute of this name
    }
    ns3::Ptr<HostCosts> value;
    if (!costs.is_null())
    {
        const ObjectReader objects(*m_catalogue, *m_context, *this);
        value = CostsReader(*m_context, *m_files, *m_profiles, objects).Read(costs, pointer);
    }
    blueprint.Set("Costs", ns3::Create<PolicyValue>(value));
}

bool
FileAttributes::FindFile(Blueprint& blueprint, const Json& object, const std::string& pointer) const
{
    const auto name = object.find("File");
    if (name == object.end() && blueprint.GetTypeId() == EmpiricalRandomQuantity::GetTypeId())
    {
        m_context->Error(pointer, "an Empirical law needs a \"File\", such as \"web-search.cdf\"");
        return false;
    }
    if (name == object.end() && blueprint.GetTypeId() == GraphMlTopology::GetTypeId())
    {
        m_context->Error(pointer,
                         "a GraphMl topology needs a \"File\", such as \"abilene.graphml\"");
        return false;
    }
    if (name == object.end() || !name->is_string())
    {
        return true;
    }
    const std::string at = ChildPointer(pointer, "File");
    const auto path = m_files->Find(name->get<std::string>());
    if (!path)
    {
        m_context->Error(at, path.Error().message);
        return false;
    }
    blueprint.Set("File", ns3::Create<ns3::StringValue>(path->string()));
    return blueprint.GetTypeId() != EmpiricalRandomQuantity::GetTypeId() ||
           ReadTable(blueprint, path->string(), at);
}

bool
FileAttributes::ReadTable(Blueprint& blueprint,
                          const std::string& path,
                          const std::string& pointer) const
{
    try
    {
        const auto table = ns3::CreateObject<SizeTable>(ReadDistributionFile(path));
        blueprint.Set("Table", ns3::Create<PolicyValue>(table));
        return true;
    }
    catch (const DistributionFileError& error)
    {
        m_context->Error(pointer, error.what());
        return false;
    }
}

void
FileAttributes::TryLaw(const Blueprint& law, const std::string& pointer, Dimension dimension) const
{
    if (law.GetTypeId() == EmpiricalRandomQuantity::GetTypeId() && dimension != Dimension::Size)
    {
        m_context->Error(pointer,
                         "an Empirical law gives sizes in bytes, and stands where a size does");
        return;
    }
    try
    {
        static_cast<void>(law.CreateAs<RandomQuantity>()->Minimum());
    }
    catch (const std::invalid_argument& error)
    {
        m_context->Error(pointer, error.what());
    }
}

} // namespace nexsim
