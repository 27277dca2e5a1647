// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-json.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

/// An object that stands for a parameter may hold that parameter again.
constexpr std::size_t kNestingLimit = 8;

class Resolver
{
  public:
    Resolver(const std::vector<ParameterValue>& parameters,
             const SourceMap& sources,
             Diagnostics& diagnostics)
        : m_parameters(parameters), m_names(NamesOf(parameters)), m_sources(sources),
          m_diagnostics(diagnostics)
    {
    }

    void Resolve(Json& json, const std::string& pointer, std::size_t nesting)
    {
        if (IsExpression(json))
        {
            Replace(json, pointer, nesting);
        }
        else if (json.is_object())
        {
            for (const auto& item : json.items())
            {
                Resolve(item.value(), ChildPointer(pointer, item.key()), nesting);
            }
        }
        else if (json.is_array())
        {
            for (std::size_t i = 0; i < json.size(); ++i)
            {
                Resolve(json[i], ChildPointer(pointer, i), nesting);
            }
        }
    }

  private:
    void Replace(Json& json, const std::string& pointer, std::size_t nesting)
    {
        const auto expression = ReadExpression(json, pointer, m_sources, m_diagnostics);
        if (!expression)
        {
            return;
        }
        const auto& names = expression->Names();
        const bool single = names.size() == 1 && names.front().name == expression->Text();
        const auto parameter =
            std::find_if(m_parameters.begin(), m_parameters.end(), [&](const ParameterValue& one) {
                return single && one.name == names.front().name;
            });
        if (parameter != m_parameters.end())
        {
            json = parameter->json;
            if (nesting == kNestingLimit)
            {
                m_sources.Error(m_diagnostics,
                                pointer,
                                "the parameter " + Quoted(parameter->name) +
                                    " stands for an object that holds it again");
                return;
            }
            Resolve(json, pointer, nesting + 1);
            return;
        }
        const auto value = expression->Evaluate(m_names);
        auto result = value ? ValueToJson(*value) : Outcome<Json>(value.Error());
        if (!result)
        {
            m_sources.Error(m_diagnostics,
                            ChildPointer(pointer, "$"),
                            DescribeInText(expression->Text(), result.Error()));
            return;
        }
        json = std::move(*result);
    }

    const std::vector<ParameterValue>& m_parameters;
    ExpressionNames m_names;
    const SourceMap& m_sources;
    Diagnostics& m_diagnostics;
};

} // namespace

ExpressionNames
NamesOf(const std::vector<ParameterValue>& parameters)
{
    ExpressionNames names;
    for (const ParameterValue& parameter : parameters)
    {
        names[parameter.name] = parameter.value;
    }
    return names;
}

bool
IsExpression(const Json& json)
{
    return json.is_object() && json.contains("$");
}

std::optional<Expression>
ReadExpression(const Json& json,
               const std::string& pointer,
               const SourceMap& sources,
               Diagnostics& diagnostics)
{
    for (const auto& item : json.items())
    {
        if (item.key() != "$")
        {
            sources.KeyError(diagnostics,
                             ChildPointer(pointer, item.key()),
                             "an expression {\"$\": ...} has no other key; got " +
                                 Quoted(item.key()));
            return std::nullopt;
        }
    }
    const std::string inside = ChildPointer(pointer, "$");
    const Json& text = json["$"];
    if (!text.is_string())
    {
        sources.Error(diagnostics,
                      inside,
                      "expected an expression in double quotes such as \"load * 10Gbps\"; got " +
                          ShowJson(text));
        return std::nullopt;
    }
    const auto& formula = text.get_ref<const std::string&>();
    auto expression = Expression::Parse(formula);
    if (!expression)
    {
        sources.Error(diagnostics, inside, DescribeInText(formula, expression.Error()));
        return std::nullopt;
    }
    return std::move(*expression);
}

void
ResolveExpressions(Json& json,
                   const std::string& pointer,
                   const std::vector<ParameterValue>& parameters,
                   const SourceMap& sources,
                   Diagnostics& diagnostics)
{
    Resolver(parameters, sources, diagnostics).Resolve(json, pointer, 0);
}

} // namespace nexsim
