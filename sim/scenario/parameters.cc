// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/parameters.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

const ParameterValue*
FindParameter(const std::vector<ParameterValue>& values, std::string_view name)
{
    const auto found = std::find_if(values.begin(),
                                    values.end(),
                                    [name](const ParameterValue& one) { return one.name == name; });
    return found == values.end() ? nullptr : &*found;
}

/// @return the value that a parameter has in the file, `known` being those before it.
std::optional<ParameterValue>
ReadParameter(const std::string& name,
              const Json& json,
              const std::vector<ParameterValue>& known,
              const SourceMap& sources,
              Diagnostics& diagnostics)
{
    const std::string pointer = ChildPointer("/parameters", name);
    Json scalar = json;
    const std::size_t errors = diagnostics.ErrorCount();
    if (IsExpression(json))
    {
        ResolveExpressions(scalar, pointer, known, sources, diagnostics);
    }
    if (diagnostics.ErrorCount() > errors)
    {
        return std::nullopt;
    }
    if (scalar.is_structured() || scalar.is_null())
    {
        sources.Error(diagnostics,
                      pointer,
                      "expected a number, a quantity, a text, true or false; got " +
                          ShowJson(scalar));
        return std::nullopt;
    }
    auto value = ValueFromJson(scalar);
    if (!value)
    {
        sources.Error(diagnostics, pointer, value.Error().message);
        return std::nullopt;
    }
    const std::string label = LabelOf(*value);
    return ParameterValue{name, label, std::move(*value), std::move(scalar)};
}

} // namespace

std::string
CheckParameterName(std::string_view name)
{
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const std::string characters = std::string(kLetters) + "0123456789";
    if (name.empty() || kLetters.find(name.front()) == std::string_view::npos ||
        name.find_first_not_of(characters) != std::string_view::npos)
    {
        return "the name of a parameter is made of letters, digits and _, and begins with no "
               "digit; got " +
               Quoted(name);
    }
    for (const std::string_view word : {"and", "or", "not", "true", "false"})
    {
        if (name == word)
        {
            return Quoted(name) + " has a meaning in expressions and cannot name a parameter";
        }
    }
    for (const std::string_view column :
         {"run", "variant", "replication", "metric", "value", "unit"})
    {
        if (name == column)
        {
            return Quoted(name) + " is a column of every table and cannot name a parameter";
        }
    }
    return "";
}

std::string
LabelOf(const ExpressionValue& value)
{
    const auto json = ValueToJson(value);
    if (!json)
    {
        return "out of range";
    }
    return json->is_string() ? json->get<std::string>() : json->dump();
}

std::optional<std::vector<ParameterValue>>
ReadParameters(const Json& parameters,
               const std::vector<ParameterValue>& point,
               const SourceMap& sources,
               Diagnostics& diagnostics)
{
    std::vector<ParameterValue> values;
    const std::size_t errors = diagnostics.ErrorCount();
    if (!parameters.is_null() && !parameters.is_object())
    {
        sources.Error(diagnostics,
                      "/parameters",
                      "expected an object of named values; got " + ShowJson(parameters));
        return std::nullopt;
    }
    for (const auto& item : parameters.items())
    {
        const std::string& name = item.key();
        if (const std::string message = CheckParameterName(name); !message.empty())
        {
            sources.KeyError(diagnostics, ChildPointer("/parameters", name), message);
        }
        if (const ParameterValue* swept = FindParameter(point, name))
        {
            values.push_back(*swept);
        }
        else if (auto value = ReadParameter(name, item.value(), values, sources, diagnostics))
        {
            values.push_back(std::move(*value));
        }
    }
    for (const ParameterValue& swept : point)
    {
        if (FindParameter(values, swept.name) == nullptr)
        {
            values.push_back(swept);
        }
    }
    if (diagnostics.ErrorCount() > errors)
    {
        return std::nullopt;
    }
    return values;
}

} // namespace nexsim
