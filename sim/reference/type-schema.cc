// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/type-schema.h"

#include "models/base/random-quantity.h"
#include "sim/reference/schema-leaf.h"
#include "sim/scenario/quantity-unit.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

using Kind = AttributeDescription::Kind;

/** @brief "ps" of "energy per byte" cannot stand in a reference: dashes for blanks. */
std::string
DimensionTag(Dimension dimension)
{
    std::string tag = DimensionNoun(dimension);
    std::replace(tag.begin(), tag.end(), ' ', '-');
    return tag;
}

/** @brief The definition's name; the types of a law's parameters follow where the law stands. */
std::string
DefinitionName(const std::string& interface, Dimension inherited)
{
    const std::string ours = "nexsim::";
    const std::string name =
        interface.rfind(ours, 0) == 0 ? interface.substr(ours.size()) : interface;
    return inherited == Dimension::Count && name != "RandomQuantity"
               ? name
               : name + "-" + DimensionTag(inherited);
}

/** @brief All ways to write the type's name where the interface is wanted. */
std::string
NamePattern(ns3::TypeId type, const std::string& interface)
{
    const std::string full = type.GetName();
    const std::string plain = PlainName(full);
    const std::string space = full.substr(0, full.size() - plain.size());
    if (!IsOurs(type))
    {
        return Escaped(full);
    }
    return fmt::format("{}|(?:{})?{}",
                       Escaped(TypeCatalogue::ShortName(type, interface)),
                       Escaped(space),
                       Escaped(plain));
}

std::string
OneOf(const std::vector<std::string>& patterns)
{
    return fmt::format("^(?:{})$", fmt::join(patterns, "|"));
}

/** @brief What an object must be for a rule about objects to hold. */
Json
HasType(const std::string& pattern)
{
    return {{"type", "object"},
            {"properties", {{"type", {{"type", "string"}, {"pattern", pattern}}}}},
            {"required", {"type"}}};
}

std::string
Meaning(const AttributeText& text)
{
    return fmt::format("{} Accepts {}; default {}.{}",
                       text.meaning,
                       text.accepts,
                       text.standard,
                       text.atRuntime ? " May change during a run." : "");
}

bool
CanBeWritten(const ns3::TypeId::AttributeInformation& information)
{
    return (information.flags & (ns3::TypeId::ATTR_CONSTRUCT | ns3::TypeId::ATTR_SET)) != 0;
}

} // namespace

TypeSchemas::TypeSchemas(const TypeCatalogue& catalogue) : m_catalogue(catalogue)
{
    Define("expression",
           {{"type", "object"},
            {"description", "An expression with parameters: {\"$\": \"load * 10Gbps\"}."},
            {"properties", {{"$", {{"type", "string"}, {"minLength", 1}}}}},
            {"required", {"$"}},
            {"additionalProperties", false}});
}

void
TypeSchemas::Define(const std::string& name, Json schema)
{
    m_definitions[name] = std::move(schema);
}

Json
TypeSchemas::Definitions() const
{
    Json definitions = Json::object();
    for (const auto& [name, schema] : m_definitions)
    {
        definitions[name] = schema;
    }
    return definitions;
}

std::vector<TypeSchemas::Candidate>
TypeSchemas::Candidates(const std::vector<std::string>& interfaces) const
{
    std::vector<Candidate> candidates;
    for (const std::string& interface : interfaces)
    {
        for (const ns3::TypeId& type : m_catalogue.NamesOf(interface))
        {
            candidates.push_back({type, interface});
        }
    }
    return candidates;
}

Json
TypeSchemas::TypeName(const std::vector<Candidate>& candidates) const
{
    Json names = Json::array();
    Json descriptions = Json::array();
    std::vector<std::string> patterns;
    for (const Candidate& candidate : candidates)
    {
        std::vector<std::string> attributes;
        for (const AttributeText& text : AttributeTexts(candidate.type))
        {
            attributes.push_back(text.name);
        }
        names.push_back(TypeCatalogue::ShortName(candidate.type, candidate.interface));
        descriptions.push_back(fmt::format(
            "{}, with {}",
            candidate.type.GetName(),
            attributes.empty() ? "no attributes" : fmt::format("{}", fmt::join(attributes, ", "))));
        patterns.push_back(NamePattern(candidate.type, candidate.interface));
    }
    return {{"description", "The type of this object."},
            {"anyOf",
             {{{"enum", names}, {"enumDescriptions", descriptions}},
              {{"type", "string"}, {"pattern", OneOf(patterns)}},
              Reference("expression")}}};
}

std::string
TypeSchemas::DefineType(const ObjectShape& shape, const Candidate& candidate)
{
    const std::string name =
        shape.name + "." + TypeCatalogue::ShortName(candidate.type, candidate.interface);
    if (m_definitions.count(name) > 0)
    {
        return name;
    }
    m_definitions[name] = true; // a type may hold its own kind
    Json properties = {{"type", true}};
    properties.update(shape.grammar);
    properties.update(Properties(candidate.type, shape.inherited));
    Json schema = {{"type", "object"},
                   {"properties", std::move(properties)},
                   {"additionalProperties", false}};
    if (shape.refine)
    {
        shape.refine(candidate.type, schema);
    }
    Define(name, std::move(schema));
    return name;
}

std::string
TypeSchemas::DefineAny(const ObjectShape& shape)
{
    const std::string name = shape.name + ".any";
    if (m_definitions.count(name) == 0)
    {
        Json properties = shape.grammar;
        properties.update(Attributes(shape.interfaces, shape.inherited));
        Json schema = {{"type", "object"},
                       {"properties", std::move(properties)},
                       {"additionalProperties", false}};
        if (shape.refine)
        {
            shape.refine(ns3::TypeId::LookupByName(shape.interfaces.front()), schema);
        }
        Define(name, std::move(schema));
    }
    return name;
}

Json
TypeSchemas::Object(const ObjectShape& shape)
{
    const std::vector<Candidate> candidates = Candidates(shape.interfaces);
    if (m_definitions.count(shape.name) == 0)
    {
        m_definitions[shape.name] = true;
        Json rules = Json::array();
        for (const Candidate& candidate : candidates)
        {
            const std::string pattern = NamePattern(candidate.type, candidate.interface);
            rules.push_back({{"if", HasType(OneOf({pattern}))},
                             {"then", Reference(DefineType(shape, candidate))}});
        }
        Json schema = {{"properties", {{"type", TypeName(candidates)}}}};
        if (!rules.empty())
        {
            schema["allOf"] = std::move(rules);
        }
        Define(shape.name, std::move(schema));
    }
    Json untyped = {{"required", {"type"}}};
    const auto standard = shape.defaultType || candidates.size() != 1
                              ? shape.defaultType
                              : std::optional(candidates.front().type);
    if (shape.isChange)
    {
        untyped = {{"if", {{"required", {"type"}}}}, {"else", Reference(DefineAny(shape))}};
    }
    else if (standard)
    {
        const auto candidate =
            std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& one) {
                return one.type == *standard;
            });
        if (candidate != candidates.end())
        {
            untyped = {{"if", {{"required", {"type"}}}},
                       {"else", Reference(DefineType(shape, *candidate))}};
        }
    }
    return {{"allOf", {Reference(shape.name), std::move(untyped)}}};
}

Json
TypeSchemas::Attributes(const std::vector<std::string>& interfaces, Dimension inherited)
{
    std::map<std::string, std::vector<Json>> alternatives;
    std::vector<std::string> order;
    for (const Candidate& candidate : Candidates(interfaces))
    {
        const Json properties = Properties(candidate.type, inherited);
        for (const auto& item : properties.items())
        {
            auto& known = alternatives[item.key()];
            if (known.empty())
            {
                order.push_back(item.key());
            }
            if (std::find(known.begin(), known.end(), item.value()) == known.end())
            {
                known.push_back(item.value());
            }
        }
    }
    Json properties = Json::object();
    for (const std::string& name : order)
    {
        const auto& known = alternatives[name];
        properties[name] = known.size() == 1 ? known.front() : Json{{"anyOf", known}};
    }
    return properties;
}

Json
TypeSchemas::RuntimeAttributes(const std::string& interface)
{
    Json properties = Json::object();
    for (const Candidate& candidate : Candidates({interface}))
    {
        for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(candidate.type))
        {
            const auto description = DescriptionOf(attribute);
            if (description && description->atRuntime)
            {
                properties[attribute.information.name] = Attribute(attribute);
            }
        }
    }
    return properties;
}

Json
TypeSchemas::Properties(ns3::TypeId type, Dimension inherited)
{
    Json properties = Json::object();
    for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(type))
    {
        const std::string& name = attribute.information.name;
        const bool isForeign = !DescriptionOf(attribute);
        if (!CanBeWritten(attribute.information) || properties.contains(name) ||
            (isForeign && ForeignValue(attribute).is_boolean()))
        {
            continue;
        }
        Json schema = Attribute(attribute, inherited);
        const bool isMatch = name == "Match";
        if (isMatch)
        {
            properties["match"] =
                Described(Match(*DescriptionOf(attribute)), attribute.information.help);
        }
        if (isMatch || !IsOurs(attribute.owner))
        {
            schema["doNotSuggest"] = true;
        }
        properties[name] = std::move(schema);
    }
    return properties;
}

/** The grammar writes what to match in lowercase. */
Json
TypeSchemas::Match(const AttributeDescription& description)
{
    Json properties = Json::object();
    const Json attributes = Attributes({description.interface}, Dimension::Count);
    for (const auto& item : attributes.items())
    {
        std::string lower = item.key();
        lower.front() = static_cast<char>(lower.front() - 'A' + 'a');
        properties[lower] = item.value();
        properties[item.key()] = item.value();
        properties[item.key()]["doNotSuggest"] = true;
    }
    return ObjectOrExpression({{"type", "object"},
                               {"properties", std::move(properties)},
                               {"additionalProperties", false}});
}

Json
TypeSchemas::Attribute(const AttributeEntry& attribute, Dimension inherited)
{
    const auto description = DescriptionOf(attribute);
    const auto standard = DefaultAsJson(attribute);
    return Described(description ? Value(attribute, *description, inherited)
                                 : OrExpression(ForeignValue(attribute)),
                     Meaning(ToText(attribute)),
                     standard ? *standard : Json(nullptr));
}

Json
TypeSchemas::Policy(const AttributeEntry& attribute,
                    const AttributeDescription& description,
                    Dimension inherited)
{
    ObjectShape shape;
    shape.name = DefinitionName(description.interface, inherited);
    shape.interfaces = {description.interface};
    shape.defaultType = DefaultTypeOf(attribute);
    shape.inherited = inherited;
    return Object(shape);
}

Json
TypeSchemas::Value(const AttributeEntry& attribute,
                   const AttributeDescription& description,
                   Dimension inherited)
{
    const Dimension dimension =
        description.dimension == Dimension::Inherited ? inherited : description.dimension;
    switch (description.kind)
    {
    case Kind::Quantity:
        return OrExpression(
            QuantitySchema(dimension, description.minimum, description.mayBeUnlimited));
    case Kind::RandomQuantity:
        return {{"type", {"string", "object"}},
                {"anyOf",
                 {QuantitySchema(dimension, description.minimum, description.mayBeUnlimited),
                  ObjectOrExpression(Policy(attribute, description, dimension))}}};
    case Kind::Boolean:
        return OrExpression({{"type", "boolean"}});
    case Kind::Integer:
        return OrExpression({{"type", "integer"},
                             {"minimum", description.minimum},
                             {"maximum", description.maximum}});
    case Kind::Choice:
        return OrExpression({{"type", "string"}, {"enum", description.choices}});
    case Kind::Text:
        return OrExpression({{"type", "string"}});
    case Kind::List:
        return OrExpression(
            {{"type", "array"},
             {"items",
              description.element->interface.empty()
                  ? Value(attribute, *description.element, inherited)
                  : ObjectOrExpression(Policy(attribute, *description.element, inherited))}});
    case Kind::Costs:
        return CostsSchema();
    case Kind::Policy:
    case Kind::PolicyTemplate:
        break;
    }
    Json object = ObjectOrExpression(Policy(attribute, description, inherited));
    if (description.kind == Kind::Policy)
    {
        object["type"] = {"object", "null"};
    }
    object["defaultSnippets"] =
        Json::array({{{"label", "{ \"type\": ... }"}, {"body", {{"type", "$1"}}}}});
    return object;
}

/** Which names and profiles there are is not told here: files beside the scenario add to them. */
Json
TypeSchemas::CostsSchema()
{
    ObjectShape law;
    law.name = DefinitionName(RandomQuantity::GetTypeId().GetName(), Dimension::Time);
    law.interfaces = {RandomQuantity::GetTypeId().GetName()};
    law.inherited = Dimension::Time;
    const Json figure = {
        {"type", {"string", "integer", "object"}},
        {"anyOf",
         {PatternSchema("^[0-9]+(?:\\.[0-9]+)?(?:ps|ns|us|ms|s|min|h)(?:/B)?$", "a cost"),
          {{"type", "integer"}, {"minimum", 0}},
          ObjectOrExpression(Object(law))}}};
    Json schema = ObjectOrExpression(
        {{"type", "object"},
         {"properties",
          {{"profile", OrExpression({{"type", "string"}})},
           {"extends",
            OrExpression({{"type", "array"}, {"items", OrExpression({{"type", "string"}})}})}}},
         {"patternProperties", {{"^[a-z][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)?$", figure}}},
         {"additionalProperties", false}});
    schema["type"] = {"object", "null"};
    return schema;
}

Json
TypeSchemas::ForeignValue(const AttributeEntry& attribute) const
{
    const std::string kind = PlainName(attribute.information.checker->GetValueTypeName());
    if (kind == "BooleanValue")
    {
        return {{"type", "boolean"}};
    }
    if (kind == "StringValue" || kind == "EnumValue")
    {
        return {{"type", "string"}};
    }
    if (kind == "IntegerValue")
    {
        return {{"type", "integer"}};
    }
    if (kind == "UintegerValue")
    {
        return {{"type", "integer"}, {"minimum", 0}};
    }
    if (kind == "DoubleValue")
    {
        return {{"type", "number"}};
    }
    if (kind == "TimeValue" || kind == "DataRateValue")
    {
        return kind == "TimeValue" ? QuantitySchema(Dimension::Time, INT64_MIN, false)
                                   : QuantitySchema(Dimension::Rate, 0, false);
    }
    if (kind == "QueueSizeValue")
    {
        return {{"anyOf",
                 {QuantitySchema(Dimension::Count, 0, false),
                  QuantitySchema(Dimension::Size, 0, false)}}};
    }
    return false; // a scenario cannot write it
}

} // namespace nexsim
