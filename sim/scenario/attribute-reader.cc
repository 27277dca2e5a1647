// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/attribute-reader.h"

#include "models/base/attributes.h"
#include "models/base/constant-quantity.h"
#include "sim/scenario/foreign-attribute.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/plain-value.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

using Kind = AttributeDescription::Kind;

/** @brief The type of what stands in a policy template when a scenario says nothing. */
std::optional<ns3::TypeId>
DefaultType(const AttributeEntry& attribute)
{
    const auto* standard =
        dynamic_cast<const BlueprintValue*>(ns3::PeekPointer(attribute.information.initialValue));
    return standard == nullptr || standard->Get().IsEmpty()
               ? std::nullopt
               : std::optional(standard->Get().GetTypeId());
}

} // namespace

void
AttributeReader::Read(Blueprint& blueprint,
                      const std::string& name,
                      const Json& value,
                      const std::string& pointer,
                      Dimension inherited) const
{
    const ns3::TypeId type = blueprint.GetTypeId();
    const auto attribute = TypeCatalogue::FindAttribute(type, name);
    if (!attribute)
    {
        m_context.KeyError(pointer,
                           fmt::format("{} has no attribute {}{}",
                                       type.GetName(),
                                       Quoted(name),
                                       SuggestName(name, TypeCatalogue::AttributeNames(type))));
        return;
    }
    const auto* described =
        dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(attribute->information.checker));
    if (described == nullptr)
    {
        ReadForeign({blueprint, *attribute, {}, value, pointer, inherited});
        return;
    }
    ReadDescribed({blueprint, *attribute, described->Describe(), value, pointer, inherited});
}

void
AttributeReader::ReadDescribed(const Task& task) const
{
    switch (task.description.kind)
    {
    case Kind::Quantity:
        ReadQuantity(task);
        return;
    case Kind::Integer:
        SetNumber(task, ReadIntegerValue(task.description, task.value, task.pointer, m_context));
        return;
    case Kind::Choice:
        SetNumber(task, ReadChoiceValue(task.description, task.value, task.pointer, m_context));
        return;
    case Kind::RandomQuantity:
        ReadRandom(task);
        return;
    case Kind::List:
        ReadList(task);
        return;
    case Kind::Costs:
        return; // read when the object is known to be right: see FileAttributes
    default:
        ReadObject(task);
        return;
    }
}

void
AttributeReader::SetNumber(const Task& task, std::optional<int64_t> number) const
{
    if (number)
    {
        task.blueprint.Set(task.Name(), ns3::Create<IntegerValue>(*number));
    }
}

void
AttributeReader::ReadQuantity(const Task& task) const
{
    AttributeDescription own = task.description;
    own.dimension = own.dimension == Dimension::Inherited ? task.inherited : own.dimension;
    SetNumber(task, ReadQuantityValue(own, task.value, task.pointer, m_context));
}

void
AttributeReader::ReadRandom(const Task& task) const
{
    if (task.value.is_object())
    {
        Task law = task;
        law.inherited = task.description.dimension;
        ReadObject(law);
        return;
    }
    const auto amount = ReadQuantityValue(task.description, task.value, task.pointer, m_context);
    if (amount)
    {
        Blueprint constant(ConstantRandomQuantity::GetTypeId());
        constant.Set("Value", ns3::Create<IntegerValue>(*amount));
        task.blueprint.SetPart(task.Name(), constant);
    }
}

void
AttributeReader::ReadObject(const Task& task) const
{
    if (task.value.is_null() && task.description.kind == Kind::Policy)
    {
        task.blueprint.Set(task.Name(), ns3::Create<PolicyValue>());
        return;
    }
    const Blueprint part = m_objects.Read(
        task.value,
        task.pointer,
        {task.description.interface, DefaultType(task.attribute), task.inherited, {}});
    if (part.IsEmpty())
    {
        return;
    }
    if (task.description.kind == Kind::PolicyTemplate)
    {
        task.blueprint.Set(task.Name(), ns3::Create<BlueprintValue>(part));
    }
    else
    {
        task.blueprint.SetPart(task.Name(), part);
    }
}

void
AttributeReader::ReadList(const Task& task) const
{
    if (task.description.element->kind == Kind::Integer)
    {
        ReadNumbers(task);
        return;
    }
    if (!task.value.is_array())
    {
        m_context.Error(task.pointer, "expected an array of objects; got " + ShowJson(task.value));
        return;
    }
    std::vector<Blueprint> parts;
    const ObjectExpectation expected{task.description.element->interface,
                                     std::nullopt,
                                     task.inherited,
                                     {}};
    for (size_t i = 0; i < task.value.size(); ++i)
    {
        parts.push_back(m_objects.Read(task.value[i], ChildPointer(task.pointer, i), expected));
    }
    if (std::none_of(parts.begin(), parts.end(), [](const Blueprint& part) {
            return part.IsEmpty();
        }))
    {
        task.blueprint.SetParts(task.Name(), std::move(parts));
    }
}

void
AttributeReader::ReadNumbers(const Task& task) const
{
    if (!task.value.is_array())
    {
        m_context.Error(task.pointer, "expected an array of numbers; got " + ShowJson(task.value));
        return;
    }
    ListValue::Elements numbers;
    for (size_t i = 0; i < task.value.size(); ++i)
    {
        const auto number = ReadIntegerValue(*task.description.element,
                                             task.value[i],
                                             ChildPointer(task.pointer, i),
                                             m_context);
        if (number)
        {
            numbers.push_back(ns3::Create<IntegerValue>(*number));
        }
    }
    if (numbers.size() == task.value.size())
    {
        task.blueprint.Set(task.Name(), ns3::Create<ListValue>(std::move(numbers)));
    }
}

void
AttributeReader::ReadForeign(const Task& task) const
{
    const auto read = ReadForeignAttribute(task.attribute.information, task.value);
    if (!read)
    {
        m_context.Error(task.pointer, read.Error().message);
        return;
    }
    task.blueprint.Set(task.Name(), *read);
}

} // namespace nexsim
