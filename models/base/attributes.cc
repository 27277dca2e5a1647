// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"

#include "models/base/ns3-type-tree.h"

namespace nexsim
{

namespace
{

using Kind = AttributeDescription::Kind;

ns3::Ptr<const ns3::AttributeChecker>
MakeChecker(AttributeDescription description)
{
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

bool
IsDerivedFrom(ns3::TypeId type, const std::string& interface)
{
    ns3::TypeId base;
    return ns3::TypeId::LookupByNameFailSafe(interface, &base) &&
           (type == base || compat::IsChildOf(type, base));
}

bool
CheckInteger(const AttributeDescription& description, int64_t value)
{
    return (value >= description.minimum && value <= description.maximum) ||
           (description.mayBeUnlimited && value == kUnlimited);
}

/** @brief Copies when both are a T. */
template <typename T>
bool
CopyAs(const ns3::AttributeValue& source, ns3::AttributeValue& destination)
{
    const auto* from = dynamic_cast<const T*>(&source);
    auto* to = dynamic_cast<T*>(&destination);
    if (from == nullptr || to == nullptr)
    {
        return false;
    }
    *to = *from;
    return true;
}

} // namespace

bool
DescribedChecker::Check(const ns3::AttributeValue& value) const
{
    switch (m_description.kind)
    {
    case Kind::Policy:
    case Kind::Costs:
    case Kind::RandomQuantity: {
        const auto* policy = dynamic_cast<const PolicyValue*>(&value);
        return policy != nullptr &&
               (!policy->Get() ||
                IsDerivedFrom(policy->Get()->GetInstanceTypeId(), m_description.interface));
    }
    case Kind::PolicyTemplate: {
        const auto* blueprint = dynamic_cast<const BlueprintValue*>(&value);
        return blueprint != nullptr &&
               (blueprint->Get().IsEmpty() ||
                IsDerivedFrom(blueprint->Get().GetTypeId(), m_description.interface));
    }
    case Kind::List: {
        const auto* list = dynamic_cast<const ListValue*>(&value);
        if (list == nullptr)
        {
            return false;
        }
        const DescribedChecker element(*m_description.element);
        for (const auto& item : list->Get())
        {
            if (!element.Check(*item))
            {
                return false;
            }
        }
        return true;
    }
    default: {
        const auto* integer = dynamic_cast<const IntegerValue*>(&value);
        return integer != nullptr && CheckInteger(m_description, integer->Get());
    }
    }
}

std::string
DescribedChecker::GetValueTypeName() const
{
    switch (m_description.kind)
    {
    case Kind::Policy:
    case Kind::Costs:
    case Kind::RandomQuantity:
        return "nexsim::PolicyValue";
    case Kind::PolicyTemplate:
        return "nexsim::BlueprintValue";
    case Kind::List:
        return "nexsim::ListValue";
    default:
        return "nexsim::IntegerValue";
    }
}

bool
DescribedChecker::HasUnderlyingTypeInformation() const
{
    return !m_description.interface.empty();
}

std::string
DescribedChecker::GetUnderlyingTypeInformation() const
{
    return m_description.interface;
}

ns3::Ptr<ns3::AttributeValue>
DescribedChecker::Create() const
{
    switch (m_description.kind)
    {
    case Kind::Policy:
    case Kind::Costs:
    case Kind::RandomQuantity:
        return ns3::Create<PolicyValue>();
    case Kind::PolicyTemplate:
        return ns3::Create<BlueprintValue>();
    case Kind::List:
        return ns3::Create<ListValue>();
    default:
        return ns3::Create<IntegerValue>();
    }
}

bool
DescribedChecker::Copy(const ns3::AttributeValue& source, ns3::AttributeValue& destination) const
{
    return CopyAs<IntegerValue>(source, destination) || CopyAs<PolicyValue>(source, destination) ||
           CopyAs<BlueprintValue>(source, destination) || CopyAs<ListValue>(source, destination);
}

ns3::Ptr<const ns3::AttributeChecker>
MakeIntegerRangeChecker(int64_t minimum, int64_t maximum)
{
    AttributeDescription description;
    description.kind = Kind::Integer;
    description.minimum = minimum;
    description.maximum = maximum;
    return MakeChecker(std::move(description));
}

ns3::Ptr<const ns3::AttributeChecker>
MakeChoiceChecker(std::vector<std::string> names, Change change)
{
    AttributeDescription description;
    description.kind = Kind::Choice;
    description.minimum = 0;
    description.maximum = static_cast<int64_t>(names.size()) - 1;
    description.choices = std::move(names);
    description.atRuntime = change == Change::AtRuntime;
    return MakeChecker(std::move(description));
}

ns3::Ptr<const ns3::AttributeChecker>
MakeRandomQuantityChecker(Dimension dimension, int64_t minimum, int64_t maximum)
{
    AttributeDescription description;
    description.kind = Kind::RandomQuantity;
    description.dimension = dimension;
    description.minimum = minimum;
    description.maximum = maximum;
    description.interface = "nexsim::RandomQuantity";
    return MakeChecker(std::move(description));
}

} // namespace nexsim
