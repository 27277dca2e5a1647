// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/object-reader.h"

#include "models/base/attributes.h"
#include "models/base/constant-quantity.h"
#include "sim/scenario/foreign-attribute.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/section.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

using Kind = AttributeDescription::Kind;

bool
IsGrammarKey(const std::string& key)
{
    return !key.empty() && key.front() >= 'a' && key.front() <= 'z';
}

std::string
Capitalised(std::string key)
{
    key.front() = static_cast<char>(key.front() - 'a' + 'A');
    return key;
}

std::vector<std::string>
Names(const std::vector<AttributeEntry>& attributes)
{
    std::vector<std::string> names;
    for (const AttributeEntry& attribute : attributes)
    {
        names.push_back(attribute.information.name);
    }
    return names;
}

const AttributeEntry*
FindAttribute(const std::vector<AttributeEntry>& attributes, const std::string& name)
{
    for (const AttributeEntry& attribute : attributes)
    {
        if (attribute.information.name == name)
        {
            return &attribute;
        }
    }
    return nullptr;
}

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

std::string
Bound(const AttributeDescription& description, int64_t value)
{
    return description.kind == Kind::Quantity || description.kind == Kind::RandomQuantity
               ? FormatQuantity(description.dimension, value)
               : std::to_string(value);
}

/** @brief Nothing when the value lies within the description's range. */
std::optional<std::string>
RangeFault(const AttributeDescription& description, int64_t value)
{
    if (value < description.minimum)
    {
        return fmt::format("{} is too small; the least is {}",
                           Bound(description, value),
                           Bound(description, description.minimum));
    }
    if (value > description.maximum)
    {
        return fmt::format("{} is too large; the most is {}",
                           Bound(description, value),
                           Bound(description, description.maximum));
    }
    return std::nullopt;
}

std::string
Joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
    {
        text += (text.empty() ? "" : ", ") + Quoted(name);
    }
    return text;
}

} // namespace

ObjectReader::ObjectReader(const TypeCatalogue& catalogue,
                           const SourceMap& sources,
                           Diagnostics& diagnostics,
                           AfterRead afterRead)
    : m_catalogue(catalogue), m_sources(sources), m_diagnostics(diagnostics),
      m_afterRead(std::move(afterRead))
{
}

bool
ObjectReader::Fail(const std::string& pointer, std::string message) const
{
    m_sources.Error(m_diagnostics, pointer, std::move(message));
    return false;
}

std::optional<ns3::TypeId>
ObjectReader::ReadType(const Json& object,
                       const std::string& pointer,
                       const ObjectExpectation& expected) const
{
    const auto type = object.find("type");
    if (type == object.end())
    {
        if (expected.defaultType)
        {
            return expected.defaultType;
        }
        const auto types = m_catalogue.TypesOf(expected.interface);
        if (types.size() == 1)
        {
            return types.front();
        }
        std::vector<std::string> names;
        for (const ns3::TypeId& candidate : types)
        {
            names.push_back(TypeCatalogue::ShortName(candidate, expected.interface));
        }
        Fail(pointer, fmt::format("this object needs a \"type\", one of {}", Joined(names)));
        return std::nullopt;
    }
    const std::string at = ChildPointer(pointer, "type");
    if (!type->is_string())
    {
        Fail(at, fmt::format("expected the name of a type; got {}", ShowJson(*type)));
        return std::nullopt;
    }
    const auto resolved = m_catalogue.Resolve(type->get<std::string>(), expected.interface);
    if (!resolved)
    {
        Fail(at, resolved.Error().message);
        return std::nullopt;
    }
    return *resolved;
}

Blueprint
ObjectReader::Read(const Json& object,
                   const std::string& pointer,
                   const ObjectExpectation& expected) const
{
    if (!object.is_object())
    {
        Fail(pointer,
             fmt::format("expected an object such as {{\"type\": ...}}; got {}", ShowJson(object)));
        return Blueprint();
    }
    const std::optional<ns3::TypeId> type = ReadType(object, pointer, expected);
    if (!type)
    {
        return Blueprint();
    }
    Blueprint blueprint(*type);
    ReadInto(blueprint, object, pointer, expected);
    return blueprint;
}

void
ObjectReader::ReadInto(Blueprint& blueprint,
                       const Json& object,
                       const std::string& pointer,
                       const ObjectExpectation& expected) const
{
    const std::size_t errors = m_diagnostics.ErrorCount();
    for (const auto& [key, value] : object.items())
    {
        if (key != "type" && expected.otherKeys.count(key) == 0)
        {
            ReadKey(blueprint, key, value, pointer, expected);
        }
    }
    if (m_afterRead && m_diagnostics.ErrorCount() == errors)
    {
        m_afterRead(blueprint, object, pointer, expected);
    }
}

void
ObjectReader::ReadKey(Blueprint& blueprint,
                      const std::string& key,
                      const Json& value,
                      const std::string& pointer,
                      const ObjectExpectation& expected) const
{
    const std::string at = ChildPointer(pointer, key);
    const auto attributes = TypeCatalogue::AttributesOf(blueprint.GetTypeId());
    if (key == "match" && FindAttribute(attributes, "Match") != nullptr)
    {
        // The grammar writes what to match in lowercase: {"match": {"dscp": 46}}.
        Blueprint match(m_catalogue.TypesOf("nexsim::PacketMatch").front());
        if (!value.is_object())
        {
            Fail(at,
                 fmt::format("expected an object such as {{\"dscp\": 46}}; got {}",
                             ShowJson(value)));
            return;
        }
        for (const auto& [field, wanted] : value.items())
        {
            ReadAttribute(match,
                          IsGrammarKey(field) ? Capitalised(field) : field,
                          wanted,
                          ChildPointer(at, field));
        }
        blueprint.SetPart("Match", match);
        return;
    }
    if (IsGrammarKey(key))
    {
        std::vector<std::string> known(expected.otherKeys.begin(), expected.otherKeys.end());
        known.emplace_back("type");
        for (const std::string& name : Names(attributes))
        {
            known.push_back(name);
        }
        m_sources.KeyError(m_diagnostics,
                           at,
                           fmt::format("unknown key {}{}", Quoted(key), SuggestName(key, known)));
        return;
    }
    ReadAttribute(blueprint, key, value, at, expected.inherited);
}

bool
ObjectReader::ReadAttribute(Blueprint& blueprint,
                            const std::string& name,
                            const Json& value,
                            const std::string& pointer,
                            Dimension inherited) const
{
    const auto attributes = TypeCatalogue::AttributesOf(blueprint.GetTypeId());
    const AttributeEntry* attribute = FindAttribute(attributes, name);
    if (attribute == nullptr)
    {
        m_sources.KeyError(m_diagnostics,
                           pointer,
                           fmt::format("{} has no attribute {}{}",
                                       blueprint.GetTypeId().GetName(),
                                       Quoted(name),
                                       SuggestName(name, Names(attributes))));
        return false;
    }
    const auto* described =
        dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(attribute->information.checker));
    if (described != nullptr)
    {
        return ReadDescribed(blueprint,
                             *attribute,
                             described->Describe(),
                             value,
                             pointer,
                             inherited);
    }
    return ReadForeign(blueprint, *attribute, value, pointer);
}

bool
ObjectReader::ReadDescribed(Blueprint& blueprint,
                            const AttributeEntry& attribute,
                            const AttributeDescription& description,
                            const Json& value,
                            const std::string& pointer,
                            Dimension inherited) const
{
    const std::string& name = attribute.information.name;
    switch (description.kind)
    {
    case Kind::Quantity: {
        AttributeDescription own = description;
        own.dimension =
            description.dimension == Dimension::Inherited ? inherited : description.dimension;
        const std::optional<int64_t> amount = ReadQuantity(value, pointer, own);
        if (amount)
        {
            blueprint.Set(name, ns3::Create<IntegerValue>(*amount));
        }
        return amount.has_value();
    }
    case Kind::Integer: {
        if (!value.is_number_integer())
        {
            return Fail(pointer, fmt::format("expected a whole number; got {}", ShowJson(value)));
        }
        const bool fits = !value.is_number_unsigned() || value.get<uint64_t>() <= INT64_MAX;
        const int64_t number = fits ? value.get<int64_t>() : INT64_MAX;
        if (const auto fault = RangeFault(description, number))
        {
            return Fail(pointer, *fault);
        }
        blueprint.Set(name, ns3::Create<IntegerValue>(number));
        return true;
    }
    case Kind::Choice: {
        for (size_t i = 0; value.is_string() && i < description.choices.size(); ++i)
        {
            if (description.choices[i] == value.get<std::string>())
            {
                blueprint.Set(name, ns3::Create<IntegerValue>(static_cast<int64_t>(i)));
                return true;
            }
        }
        return Fail(pointer,
                    fmt::format("expected one of {}; got {}{}",
                                Joined(description.choices),
                                ShowJson(value),
                                value.is_string()
                                    ? SuggestName(value.get<std::string>(), description.choices)
                                    : ""));
    }
    case Kind::RandomQuantity:
        return ReadRandom(blueprint, attribute, description, value, pointer);
    case Kind::List:
        return ReadList(blueprint, name, description, value, pointer, inherited);
    default:
        return ReadObject(blueprint, attribute, description, value, pointer, inherited);
    }
}

std::optional<int64_t>
ObjectReader::ReadQuantity(const Json& value,
                           const std::string& pointer,
                           const AttributeDescription& description) const
{
    if (description.dimension == Dimension::Ratio && value.is_number())
    {
        // An expression gives a ratio as a number.
        return ReadRatio(value,
                         pointer,
                         {description.minimum, description.maximum},
                         {m_sources, m_diagnostics});
    }
    if (!value.is_string())
    {
        Fail(pointer,
             fmt::format("expected {}; got {}",
                         ExpectedQuantity(description.dimension),
                         ShowJson(value)));
        return std::nullopt;
    }
    const auto text = value.get<std::string>();
    if (text == "unlimited" && description.mayBeUnlimited)
    {
        return kUnlimited;
    }
    const auto parsed = ParseQuantity(text, description.dimension);
    if (!parsed)
    {
        Fail(pointer, parsed.Error().message);
        return std::nullopt;
    }
    const int64_t amount = parsed->value;
    if (const auto fault = RangeFault(description, amount))
    {
        Fail(pointer, *fault);
        return std::nullopt;
    }
    return amount;
}

bool
ObjectReader::ReadRandom(Blueprint& blueprint,
                         const AttributeEntry& attribute,
                         const AttributeDescription& description,
                         const Json& value,
                         const std::string& pointer) const
{
    if (value.is_object())
    {
        return ReadObject(blueprint, attribute, description, value, pointer, description.dimension);
    }
    const std::optional<int64_t> amount = ReadQuantity(value, pointer, description);
    if (!amount)
    {
        return false;
    }
    Blueprint constant(ConstantRandomQuantity::GetTypeId());
    constant.Set("Value", ns3::Create<IntegerValue>(*amount));
    blueprint.SetPart(attribute.information.name, constant);
    return true;
}

bool
ObjectReader::ReadObject(Blueprint& blueprint,
                         const AttributeEntry& attribute,
                         const AttributeDescription& description,
                         const Json& value,
                         const std::string& pointer,
                         Dimension inherited) const
{
    const std::string& name = attribute.information.name;
    const bool isTemplate = description.kind == Kind::PolicyTemplate;
    if (value.is_null() && description.kind == Kind::Policy)
    {
        blueprint.Set(name, ns3::Create<PolicyValue>());
        return true;
    }
    const Blueprint part =
        Read(value, pointer, {description.interface, DefaultType(attribute), inherited, {}});
    if (part.IsEmpty())
    {
        return false;
    }
    if (isTemplate)
    {
        blueprint.Set(name, ns3::Create<BlueprintValue>(part));
    }
    else
    {
        blueprint.SetPart(name, part);
    }
    return true;
}

bool
ObjectReader::ReadList(Blueprint& blueprint,
                       const std::string& name,
                       const AttributeDescription& description,
                       const Json& value,
                       const std::string& pointer,
                       Dimension inherited) const
{
    if (!value.is_array())
    {
        return Fail(pointer, fmt::format("expected an array of objects; got {}", ShowJson(value)));
    }
    std::vector<Blueprint> parts;
    const ObjectExpectation expected{description.element->interface, std::nullopt, inherited, {}};
    for (size_t i = 0; i < value.size(); ++i)
    {
        parts.push_back(Read(value[i], ChildPointer(pointer, i), expected));
    }
    if (std::any_of(parts.begin(), parts.end(), [](const Blueprint& part) {
            return part.IsEmpty();
        }))
    {
        return false;
    }
    blueprint.SetParts(name, std::move(parts));
    return true;
}

bool
ObjectReader::ReadForeign(Blueprint& blueprint,
                          const AttributeEntry& attribute,
                          const Json& value,
                          const std::string& pointer) const
{
    const auto read = ReadForeignAttribute(attribute.information, value);
    if (!read)
    {
        return Fail(pointer, read.Error().message);
    }
    blueprint.Set(attribute.information.name, *read);
    return true;
}

} // namespace nexsim
