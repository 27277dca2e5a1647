// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/object-reader.h"

#include "models/base/attribute-values.h"
#include "sim/scenario/attribute-reader.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

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

} // namespace

ObjectReader::ObjectReader(const TypeCatalogue& catalogue,
                           const ReadContext& context,
                           AfterRead afterRead)
    : m_catalogue(catalogue), m_context(context), m_afterRead(std::move(afterRead))
{
}

Blueprint
ObjectReader::Read(const Json& object,
                   const std::string& pointer,
                   const ObjectExpectation& expected) const
{
    if (!object.is_object())
    {
        m_context.Error(
            pointer,
            fmt::format("expected an object such as {{\"type\": ...}}; got {}", ShowJson(object)));
        return Blueprint();
    }
    const std::optional<ns3::TypeId> type =
        ReadObjectType(m_catalogue, object, pointer, expected, m_context);
    if (!type)
    {
        return Blueprint();
    }
    Blueprint blueprint(*type);
    ReadInto(blueprint, object, pointer, expected);
    if (const auto adapter = m_catalogue.AdapterFor(*type, expected.interface))
    {
        Blueprint adapted(adapter->type);
        adapted.Set(adapter->attribute, ns3::Create<BlueprintValue>(std::move(blueprint)));
        return adapted;
    }
    return blueprint;
}

void
ObjectReader::ReadInto(Blueprint& blueprint,
                       const Json& object,
                       const std::string& pointer,
                       const ObjectExpectation& expected) const
{
    const std::size_t errors = m_context.diagnostics.ErrorCount();
    for (const auto& [key, value] : object.items())
    {
        if (key != "type" && expected.otherKeys.count(key) == 0)
        {
            ReadKey(blueprint, key, value, pointer, expected);
        }
    }
    if (m_afterRead && m_context.diagnostics.ErrorCount() == errors)
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
    const ns3::TypeId type = blueprint.GetTypeId();
    if (key == "match" && TypeCatalogue::FindAttribute(type, "Match"))
    {
        ReadMatch(blueprint, value, at);
        return;
    }
    if (IsGrammarKey(key))
    {
        std::vector<std::string> known(expected.otherKeys.begin(), expected.otherKeys.end());
        known.emplace_back("type");
        for (const std::string& name : TypeCatalogue::AttributeNames(type))
        {
            known.push_back(name);
        }
        m_context.KeyError(at,
                           fmt::format("unknown key {}{}", Quoted(key), SuggestName(key, known)));
        return;
    }
    AttributeReader(*this, m_context).Read(blueprint, key, value, at, expected.inherited);
}

void
ObjectReader::ReadMatch(Blueprint& blueprint, const Json& value, const std::string& pointer) const
{
    // The grammar writes what to match in lowercase: {"match": {"dscp": 46}}.
    Blueprint match(m_catalogue.TypesOf("nexsim::PacketMatch").front());
    if (!value.is_object())
    {
        m_context.Error(pointer,
                        "expected an object such as {\"dscp\": 46}; got " + ShowJson(value));
        return;
    }
    for (const auto& [field, wanted] : value.items())
    {
        AttributeReader(*this, m_context)
            .Read(match,
                  IsGrammarKey(field) ? Capitalised(field) : field,
                  wanted,
                  ChildPointer(pointer, field),
                  Dimension::Count);
    }
    blueprint.SetPart("Match", match);
}

} // namespace nexsim
