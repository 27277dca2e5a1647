// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"

#include <charconv>

namespace nexsim
{

ns3::Ptr<ns3::AttributeValue>
IntegerValue::Copy() const
{
    return ns3::Create<IntegerValue>(m_value);
}

std::string
IntegerValue::SerializeToString(ns3::Ptr<const ns3::AttributeChecker> /*checker*/) const
{
    return std::to_string(m_value);
}

bool
IntegerValue::DeserializeFromString(std::string value,
                                    ns3::Ptr<const ns3::AttributeChecker> /*checker*/)
{
    const char* end = value.data() + value.size();
    const auto result = std::from_chars(value.data(), end, m_value);
    return result.ec == std::errc{} && result.ptr == end;
}

ns3::Ptr<ns3::AttributeValue>
PolicyValue::Copy() const
{
    return ns3::Create<PolicyValue>(m_object);
}

std::string
PolicyValue::SerializeToString(ns3::Ptr<const ns3::AttributeChecker> /*checker*/) const
{
    return m_object ? m_object->GetInstanceTypeId().GetName() : "";
}

bool
PolicyValue::DeserializeFromString(std::string value,
                                   ns3::Ptr<const ns3::AttributeChecker> /*checker*/)
{
    ns3::TypeId type;
    if (value.empty())
    {
        m_object = nullptr;
        return true;
    }
    if (!ns3::TypeId::LookupByNameFailSafe(value, &type) || !Blueprint(type).CanCreate())
    {
        return false;
    }
    m_object = Blueprint(type).Create();
    return true;
}

ns3::Ptr<ns3::AttributeValue>
BlueprintValue::Copy() const
{
    return ns3::Create<BlueprintValue>(m_blueprint);
}

std::string
BlueprintValue::SerializeToString(ns3::Ptr<const ns3::AttributeChecker> /*checker*/) const
{
    return m_blueprint.IsEmpty() ? "" : m_blueprint.GetTypeId().GetName();
}

bool
BlueprintValue::DeserializeFromString(std::string value,
                                      ns3::Ptr<const ns3::AttributeChecker> /*checker*/)
{
    ns3::TypeId type;
    if (value.empty())
    {
        m_blueprint = Blueprint();
        return true;
    }
    if (!ns3::TypeId::LookupByNameFailSafe(value, &type) || !Blueprint(type).CanCreate())
    {
        return false;
    }
    m_blueprint = Blueprint(type);
    return true;
}

ns3::Ptr<ns3::AttributeValue>
ListValue::Copy() const
{
    return ns3::Create<ListValue>(m_elements);
}

std::string
ListValue::SerializeToString(ns3::Ptr<const ns3::AttributeChecker> /*checker*/) const
{
    std::string text;
    for (const auto& element : m_elements)
    {
        text += (text.empty() ? "" : " ") + element->SerializeToString(nullptr);
    }
    return text;
}

bool
ListValue::DeserializeFromString(std::string value,
                                 ns3::Ptr<const ns3::AttributeChecker> /*checker*/)
{
    // A list has no text of its own; only the empty one can be written as such.
    m_elements.clear();
    return value.empty();
}

} // namespace nexsim
