// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/blueprint.h"

#include "models/base/attribute-values.h"

#include "ns3/object-factory.h"

#include <algorithm>

namespace nexsim
{

void
Blueprint::Replace(Setting setting)
{
    const auto same = [&](const Setting& other) { return other.attribute == setting.attribute; };
    m_settings.erase(std::remove_if(m_settings.begin(), m_settings.end(), same), m_settings.end());
    m_settings.push_back(std::move(setting));
}

void
Blueprint::Set(const std::string& attribute, ns3::Ptr<ns3::AttributeValue> value)
{
    Replace({attribute, value, {}, false});
}

void
Blueprint::SetPart(const std::string& attribute, const Blueprint& part)
{
    Replace({attribute, nullptr, {part}, false});
}

void
Blueprint::SetParts(const std::string& attribute, std::vector<Blueprint> parts)
{
    Replace({attribute, nullptr, std::move(parts), true});
}

bool
Blueprint::CanCreate() const
{
    return !m_empty && m_type.HasConstructor() && m_type.IsChildOf(ns3::Object::GetTypeId());
}

ns3::Ptr<ns3::Object>
Blueprint::Create() const
{
    if (!CanCreate())
    {
        throw std::invalid_argument(m_empty ? "an empty blueprint makes no object"
                                            : m_type.GetName() + " has no objects of its own");
    }
    ns3::ObjectFactory factory;
    factory.SetTypeId(m_type);
    ns3::Ptr<ns3::Object> object = factory.Create<ns3::Object>();
    for (const Setting& setting : m_settings)
    {
        ns3::Ptr<ns3::AttributeValue> value = setting.value;
        if (setting.isList)
        {
            ListValue::Elements elements;
            for (const Blueprint& part : setting.parts)
            {
                elements.push_back(ns3::Create<PolicyValue>(part.Create()));
            }
            value = ns3::Create<ListValue>(std::move(elements));
        }
        else if (!value)
        {
            value = ns3::Create<PolicyValue>(setting.parts.front().Create());
        }
        if (!object->SetAttributeFailSafe(setting.attribute, *value))
        {
            throw std::invalid_argument(m_type.GetName() + " refuses its attribute " +
                                        setting.attribute);
        }
    }
    return object;
}

} // namespace nexsim
