// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/attribute-text.h"

#include "models/base/attribute-values.h"
#include "sim/scenario/quantity-text.h"

#include "ns3/boolean.h"
#include "ns3/string.h"
#include <fmt/format.h>

namespace nexsim
{

namespace
{

using Kind = AttributeDescription::Kind;

std::string
RangeText(const AttributeDescription& description)
{
    const auto show = [&](int64_t value) {
        return description.kind == Kind::Integer ? std::to_string(value)
                                                 : FormatQuantity(description.dimension, value);
    };
    if (description.dimension == Dimension::Inherited)
    {
        return "as the holder";
    }
    return fmt::format("{} to {}", show(description.minimum), show(description.maximum));
}

std::string
Accepts(const AttributeDescription& description)
{
    switch (description.kind)
    {
    case Kind::Quantity:
    case Kind::Integer:
        return RangeText(description);
    case Kind::RandomQuantity:
        return fmt::format("{}, or a law of it", RangeText(description));
    case Kind::Choice:
        return fmt::format("{}", fmt::join(description.choices, ", "));
    case Kind::List:
        return "list of " + (description.element->interface.empty()
                                 ? Accepts(*description.element)
                                 : PlainName(description.element->interface));
    case Kind::Costs:
        return "an object: profile, extends, and cost figures by name";
    case Kind::Policy:
        return "a " + PlainName(description.interface);
    case Kind::PolicyTemplate:
        return fmt::format("a {} for each", PlainName(description.interface));
    default:
        return "text";
    }
}

/** @brief Attributes of ns-3's own kinds. */
std::string
AcceptsForeign(const ns3::TypeId::AttributeInformation& information)
{
    const std::string kind = PlainName(information.checker->GetValueTypeName());
    return kind == "BooleanValue" ? "true, false"
           : kind == "StringValue"
               ? "text"
               : (information.checker->HasUnderlyingTypeInformation()
                      ? fmt::format("{}: {}",
                                    kind,
                                    information.checker->GetUnderlyingTypeInformation())
                      : kind);
}

std::string
Default(const AttributeDescription& description,
        const ns3::TypeId::AttributeInformation& attribute,
        const std::string& interface)
{
    const std::string text = attribute.initialValue->SerializeToString(attribute.checker);
    if (description.kind == Kind::Choice)
    {
        return description.choices.at(static_cast<size_t>(std::stoll(text)));
    }
    if (description.kind == Kind::Quantity && description.dimension != Dimension::Inherited)
    {
        return FormatQuantity(description.dimension, std::stoll(text));
    }
    ns3::TypeId type;
    if (!text.empty() && ns3::TypeId::LookupByNameFailSafe(text, &type))
    {
        return TypeCatalogue::ShortName(type, interface);
    }
    return text.empty() ? "none" : text;
}

} // namespace

bool
IsOurs(ns3::TypeId type)
{
    return type.GetName().rfind("ns3::", 0) != 0;
}

std::string
PlainName(const std::string& name)
{
    const size_t colons = name.rfind("::");
    return colons == std::string::npos ? name : name.substr(colons + 2);
}

std::optional<AttributeDescription>
DescriptionOf(const AttributeEntry& attribute)
{
    const auto* described =
        dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(attribute.information.checker));
    return described == nullptr ? std::nullopt : std::optional(described->Describe());
}

std::optional<ns3::TypeId>
DefaultTypeOf(const AttributeEntry& attribute)
{
    const auto* standard =
        dynamic_cast<const BlueprintValue*>(ns3::PeekPointer(attribute.information.initialValue));
    return standard == nullptr || standard->Get().IsEmpty()
               ? std::nullopt
               : std::optional(standard->Get().GetTypeId());
}

AttributeText
ToText(const AttributeEntry& attribute)
{
    const auto& information = attribute.information;
    const auto description = DescriptionOf(attribute);
    if (!description)
    {
        const std::string text = information.initialValue->SerializeToString(information.checker);
        return {information.name,
                AcceptsForeign(information),
                text.empty() ? "none" : text,
                information.help,
                false};
    }
    return {information.name,
            Accepts(*description),
            Default(*description, information, description->interface),
            information.help,
            description->atRuntime};
}

std::vector<AttributeText>
AttributeTexts(ns3::TypeId type)
{
    std::vector<AttributeText> texts;
    for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(type))
    {
        if (IsOurs(attribute.owner) || !IsOurs(type))
        {
            texts.push_back(ToText(attribute));
        }
    }
    return texts;
}

std::optional<Json>
DefaultAsJson(const AttributeEntry& attribute)
{
    const ns3::AttributeValue* value = ns3::PeekPointer(attribute.information.initialValue);
    const auto description = DescriptionOf(attribute);
    if (const auto* boolean = dynamic_cast<const ns3::BooleanValue*>(value))
    {
        return Json(boolean->Get());
    }
    if (const auto* text = dynamic_cast<const ns3::StringValue*>(value))
    {
        return text->Get().empty() ? std::nullopt : std::optional(Json(text->Get()));
    }
    if (const auto type = DefaultTypeOf(attribute))
    {
        return Json{{"type", TypeCatalogue::ShortName(*type, description->interface)}};
    }
    const auto* integer = dynamic_cast<const IntegerValue*>(value);
    if (integer == nullptr || !description || description->dimension == Dimension::Inherited)
    {
        return std::nullopt;
    }
    switch (description->kind)
    {
    case Kind::Integer:
        return Json(integer->Get());
    case Kind::Choice:
        return Json(description->choices.at(static_cast<size_t>(integer->Get())));
    default:
        return Json(FormatQuantity(description->dimension, integer->Get()));
    }
}

} // namespace nexsim
