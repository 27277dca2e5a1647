// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What TypeSchemas say of the values of single attributes.

#include "models/base/random-quantity.h"
#include "sim/reference/schema-leaf.h"
#include "sim/reference/type-schema.h"
#include "sim/scenario/quantity-unit.h"

#include <fmt/format.h>

#include <algorithm>

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

std::string
Meaning(const AttributeText& text)
{
    return fmt::format("{} Accepts {}; default {}.{}",
                       text.meaning,
                       text.accepts,
                       text.standard,
                       text.atRuntime ? " May change during a run." : "");
}

} // namespace

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
         {"patternProperties",
          {{"^(?!(?:profile|extends)$)[a-z][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)?$", figure}}},
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
