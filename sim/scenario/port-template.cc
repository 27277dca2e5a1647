// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/port-template.h"

#include "models/base/attribute-values.h"
#include "sim/scenario/json-pointer.h"

#include <optional>

namespace nexsim
{

PortTemplate
FindPortTemplate(ns3::TypeId type)
{
    for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(type))
    {
        const auto* checker =
            dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(attribute.information.checker));
        const auto* standard = dynamic_cast<const BlueprintValue*>(
            ns3::PeekPointer(attribute.information.initialValue));
        if (checker != nullptr && standard != nullptr && checker->Describe().isPort)
        {
            return {attribute.information.name, checker->Describe().interface, standard->Get()};
        }
    }
    return {};
}

void
ReadPortTemplate(PortTemplate& port,
                 const Json& entry,
                 const std::string& pointer,
                 const ObjectReader& objects)
{
    const auto value = port.attribute.empty() ? entry.end() : entry.find(port.attribute);
    if (value == entry.end())
    {
        return;
    }
    const std::optional<ns3::TypeId> type =
        port.blueprint.IsEmpty() ? std::nullopt : std::optional(port.blueprint.GetTypeId());
    port.blueprint = objects.Read(*value,
                                  ChildPointer(pointer, port.attribute),
                                  {port.interface, type, Dimension::Count, {}});
}

} // namespace nexsim
