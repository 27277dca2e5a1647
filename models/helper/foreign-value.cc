// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/helper/foreign-value.h"

#include "models/base/attributes.h"

#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/uinteger.h"
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

namespace nexsim
{

namespace
{

std::string
Join(const std::vector<std::string>& names)
{
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<std::string>
AttributeNames(ns3::TypeId type)
{
    std::vector<std::string> names;
    for (;; type = type.GetParent())
    {
        for (size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            names.push_back(type.GetAttribute(i).name);
        }
        if (!type.HasParent() || type.GetParent() == type)
        {
            return names;
        }
    }
}

std::string
Expected(const AttributeDescription& wanted)
{
    using Kind = AttributeDescription::Kind;
    if (wanted.kind == Kind::Choice)
    {
        return "an ns3::StringValue, one of: " + Join(wanted.choices);
    }
    if (wanted.kind == Kind::Policy || wanted.kind == Kind::PolicyTemplate)
    {
        return "an ns3::StringValue with the name of a " + wanted.interface;
    }
    if (wanted.kind == Kind::Quantity && wanted.dimension == Dimension::Time)
    {
        return fmt::format("an ns3::TimeValue of {} to {} ps", wanted.minimum, wanted.maximum);
    }
    if (wanted.kind == Kind::Quantity && wanted.dimension == Dimension::Rate)
    {
        return fmt::format("an ns3::DataRateValue of {} to {} b/s", wanted.minimum, wanted.maximum);
    }
    if (wanted.kind == Kind::Quantity && wanted.dimension == Dimension::Ratio)
    {
        return "an ns3::DoubleValue of 0 to 1";
    }
    if (wanted.kind == Kind::Quantity || wanted.kind == Kind::Integer)
    {
        return fmt::format("an ns3::UintegerValue of {} to {}", wanted.minimum, wanted.maximum);
    }
    return "another kind of value";
}

/** @brief Values as ns-3 writes them have no unit of ours but for these pairs. */
std::optional<int64_t>
NumberOf(const AttributeDescription& wanted, const ns3::AttributeValue& value)
{
    const bool plain = wanted.kind == AttributeDescription::Kind::Integer ||
                       wanted.dimension == Dimension::Size || wanted.dimension == Dimension::Count;
    if (wanted.kind != AttributeDescription::Kind::Integer &&
        wanted.kind != AttributeDescription::Kind::Quantity)
    {
        return std::nullopt;
    }
    if (const auto* time = dynamic_cast<const ns3::TimeValue*>(&value))
    {
        return wanted.dimension == Dimension::Time ? std::optional(FromNs3(time->Get()).Value())
                                                   : std::nullopt;
    }
    if (const auto* rate = dynamic_cast<const ns3::DataRateValue*>(&value))
    {
        return wanted.dimension == Dimension::Rate
                   ? std::optional(static_cast<int64_t>(rate->Get().GetBitRate()))
                   : std::nullopt;
    }
    if (const auto* ratio = dynamic_cast<const ns3::DoubleValue*>(&value))
    {
        return wanted.dimension == Dimension::Ratio
                   ? std::optional(static_cast<int64_t>(ratio->Get() * 1e9 + 0.5))
                   : std::nullopt;
    }
    if (const auto* number = dynamic_cast<const ns3::UintegerValue*>(&value))
    {
        return plain ? std::optional(static_cast<int64_t>(number->Get())) : std::nullopt;
    }
    if (const auto* number = dynamic_cast<const ns3::IntegerValue*>(&value))
    {
        return plain ? std::optional(number->Get()) : std::nullopt;
    }
    return std::nullopt;
}

ns3::Ptr<ns3::AttributeValue>
Convert(const ns3::AttributeChecker& checker, const ns3::AttributeValue& value)
{
    const auto* describing = dynamic_cast<const SelfDescribing*>(&checker);
    const auto* text = dynamic_cast<const ns3::StringValue*>(&value);
    if (describing == nullptr || checker.Check(value))
    {
        return checker.CreateValidValue(value);
    }
    const AttributeDescription wanted = describing->Describe();
    if (text != nullptr && wanted.kind == AttributeDescription::Kind::Choice)
    {
        const auto at = std::find(wanted.choices.begin(), wanted.choices.end(), text->Get());
        return at == wanted.choices.end() ? nullptr
                                          : ns3::Create<IntegerValue>(at - wanted.choices.begin());
    }
    if (text != nullptr && wanted.kind != AttributeDescription::Kind::Quantity &&
        wanted.kind != AttributeDescription::Kind::Integer)
    {
        return checker.CreateValidValue(value);
    }
    const std::optional<int64_t> number = NumberOf(wanted, value);
    if (!number || !checker.Check(IntegerValue(*number)))
    {
        return nullptr;
    }
    return ns3::Create<IntegerValue>(*number);
}

} // namespace

ns3::Ptr<ns3::AttributeValue>
ValueFor(ns3::TypeId type, const std::string& attribute, const ns3::AttributeValue& value)
{
    ns3::TypeId::AttributeInformation info;
    if (!type.LookupAttributeByName(attribute, &info))
    {
        throw std::invalid_argument(fmt::format("{} has no attribute {}; it has: {}",
                                                type.GetName(),
                                                attribute,
                                                Join(AttributeNames(type))));
    }
    ns3::Ptr<ns3::AttributeValue> converted = Convert(*info.checker, value);
    if (!converted)
    {
        const auto* describing =
            dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(info.checker));
        throw std::invalid_argument(fmt::format("{} refuses its attribute {}: expected {}",
                                                type.GetName(),
                                                attribute,
                                                describing != nullptr
                                                    ? Expected(describing->Describe())
                                                    : info.checker->GetValueTypeName()));
    }
    return converted;
}

} // namespace nexsim
