// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/schema-leaf.h"

#include "sim/scenario/quantity-unit.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief A name up to its brackets; `end` are the characters that may follow a name. */
std::string
BasePattern(const std::string& end)
{
    return fmt::format(R"((?! *(?:\.\.?)? *(?:[{}]|$))[^/\[\],*"'\\\u0000-\u001f\u007f]+)", end);
}

const std::string kNumber = "(?:0|[1-9][0-9]*)";

/** @brief One item of a list of name patterns. */
std::string
ItemPattern(const std::string& end, const std::string& star)
{
    return fmt::format(R"({}(?:\[(?:{}{}(?:\.\.{})?)\] *)?)",
                       BasePattern(end),
                       star,
                       kNumber,
                       kNumber);
}

std::string
ListPattern(const std::string& item)
{
    return fmt::format("^{}(?:,{})*$", item, item);
}

std::string
Joined(const std::vector<std::string>& units)
{
    return fmt::format("(?:{})", fmt::join(units, "|"));
}

/** @brief The JSON types that a schema admits; none where it does not say. */
Json
TypesOf(const Json& schema)
{
    const Json parts = schema.contains("anyOf") ? schema["anyOf"] : Json::array({schema});
    Json types = Json::array();
    for (const Json& part : parts)
    {
        if (!part.contains("type"))
        {
            return Json::array();
        }
        for (const Json& type :
             part["type"].is_array() ? part["type"] : Json::array({part["type"]}))
        {
            if (std::find(types.begin(), types.end(), type) == types.end())
            {
                types.push_back(type);
            }
        }
    }
    return types;
}

} // namespace

std::string
QuantityPattern(Dimension dimension, int64_t minimum)
{
    std::vector<std::string> whole;
    std::vector<std::string> fractional;
    for (const QuantityUnit& unit : UnitsOf(dimension))
    {
        (unit.factor == 1 ? whole : fractional).emplace_back(unit.name);
    }
    std::vector<std::string> numbers;
    if (!whole.empty())
    {
        numbers.push_back(R"([0-9]+(?:\.0+)?)" + Joined(whole));
    }
    if (!fractional.empty())
    {
        numbers.push_back(R"([0-9]+(?:\.[0-9]+)?)" + Joined(fractional));
    }
    const std::string sign = minimum < 0    ? "[+-]?"
                             : minimum == 0 ? R"((?:\+|-(?=[0.]+[^0-9.]))?)"
                                            : R"(\+?(?=[0.]*[1-9]))";
    return fmt::format("^{}(?:{})$", sign, fmt::join(numbers, "|"));
}

Json
QuantitySchema(Dimension dimension, int64_t minimum, bool mayBeUnlimited)
{
    std::string pattern = QuantityPattern(dimension, minimum);
    std::string expected = ExpectedQuantity(dimension);
    if (mayBeUnlimited)
    {
        pattern = "^unlimited$|" + pattern;
        expected += ", or \"unlimited\"";
    }
    Json text = PatternSchema(pattern, expected);
    if (dimension != Dimension::Ratio)
    {
        return text;
    }
    Json number = {{"type", "number"}};
    if (minimum >= 0)
    {
        number[minimum == 0 ? "minimum" : "exclusiveMinimum"] = 0;
    }
    return {{"anyOf", {std::move(text), std::move(number)}}};
}

Json
ScalarSchema()
{
    const std::string quantity = QuantityPattern(Dimension::Inherited, INT64_MIN);
    return {{"anyOf",
             {{{"type", {"number", "boolean"}}},
              PatternSchema("^(?![-+. ]{0,2}[0-9])|" + quantity,
                            "a text that does not begin like a number, or " +
                                ExpectedQuantity(Dimension::Inherited))}}};
}

Json
BoundSchema(int64_t minimum)
{
    Json number = {{"type", "number"}};
    if (minimum == 0)
    {
        number["minimum"] = 0;
    }
    Json alternatives = Json::array({std::move(number)});
    for (const Dimension dimension : {Dimension::Time,
                                      Dimension::Rate,
                                      Dimension::Frequency,
                                      Dimension::Size,
                                      Dimension::Count,
                                      Dimension::Ratio,
                                      Dimension::Energy})
    {
        alternatives.push_back(
            PatternSchema(QuantityPattern(dimension, minimum),
                          "a number or " + ExpectedQuantity(Dimension::Inherited)));
    }
    return {{"anyOf", std::move(alternatives)}};
}

Json
PatternSchema(const std::string& pattern, const std::string& expected)
{
    return {{"type", "string"},
            {"pattern", pattern},
            {"patternErrorMessage", "expected " + expected}};
}

std::string
PlainNamePattern()
{
    return R"(^(?!\.\.?$)(?! )(?!.* $)[^/\[\],*"'\\\u0000-\u001f\u007f]{1,200}$)";
}

std::string
NodeSelectorPattern()
{
    return ListPattern(ItemPattern(R"(,\[)", R"(\*|)"));
}

std::string
EndSelectorPattern()
{
    const std::string item = ItemPattern(R"(,\[/)", R"(\*|)");
    return ListPattern(fmt::format("{}(?:/{})?", item, item));
}

std::string
AppNamesPattern()
{
    return ListPattern(R"((?! *(?:app|nic) *(?:[,\[]|$)))" + ItemPattern(R"(,\[)", ""));
}

std::string
ParameterNamePattern()
{
    return "^(?!(?:and|or|not|true|false|run|variant|replication|metric|value|unit)$)"
           "[A-Za-z_][A-Za-z0-9_]*$";
}

std::string
HostAddressPattern()
{
    return "^(?:[1-9]|[1-9][0-9]|1[0-9]{2}|2[01][0-9]|22[0-3])"
           R"((?:\.(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])){3}$)";
}

std::string
FileNamePattern()
{
    return "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$";
}

std::string
Escaped(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        if (std::string_view(R"(\^$.|?*+()[]{}/)").find(c) != std::string_view::npos)
        {
            escaped += '\\';
        }
        escaped += c;
    }
    return escaped;
}

Json
Reference(const std::string& definition)
{
    return {{"$ref", "#/definitions/" + definition}};
}

Json
OrExpression(Json schema)
{
    Json types = TypesOf(schema);
    Json either = {{"anyOf", {std::move(schema), Reference("expression")}}};
    if (!types.empty())
    {
        // An editor inserts a value of the first type.
        types.push_back("object");
        either["type"] = std::move(types);
    }
    return either;
}

Json
ObjectOrExpression(Json schema)
{
    return {{"type", "object"},
            {"if", {{"type", "object"}, {"required", {"$"}}}},
            {"then", Reference("expression")},
            {"else", std::move(schema)}};
}

Json
Described(Json schema, const std::string& description, const Json& standard)
{
    Json described = {{"description", description}};
    if (!standard.is_null())
    {
        described["default"] = standard;
    }
    for (const auto& item : schema.items())
    {
        if (!described.contains(item.key()))
        {
            described[item.key()] = item.value();
        }
    }
    return described;
}

} // namespace nexsim
