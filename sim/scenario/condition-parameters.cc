// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/condition-parameters.h"

#include "sim/scenario/nearest-name.h"

#include <algorithm>

namespace nexsim
{

namespace
{

bool
IsPath(const std::string& name)
{
    return name.find('/') != std::string::npos;
}

/** @brief The value as a condition has it: in brackets where a sign or a fraction needs them. */
Outcome<std::string>
Literal(const ExpressionValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
    {
        for (const char quote : {'\'', '"'})
        {
            if (text->find(quote) == std::string::npos)
            {
                return quote + *text + quote;
            }
        }
        return TextError{"no quotes fit around the text " + Quoted(*text), 0};
    }
    if (const auto* number = std::get_if<Rational>(&value))
    {
        const std::string text = ToString(*number);
        const bool isPlain = text.find_first_not_of("0123456789.") == std::string::npos;
        return isPlain ? text : "(" + text + ")";
    }
    if (const auto* truth = std::get_if<bool>(&value))
    {
        return std::string(*truth ? "true" : "false");
    }
    const auto quantity = ValueToJson(value);
    return quantity ? Outcome(quantity->get<std::string>()) : quantity.Error();
}

} // namespace

Outcome<std::string>
InsertParameters(const std::string& condition, const std::vector<ParameterValue>& parameters)
{
    const auto expression = Expression::Parse(condition, ExpressionNameStyle::MetricPaths);
    if (!expression)
    {
        return condition;
    }
    std::string inserted = condition;
    const auto& names = expression->Names();
    // From the end on, so that the places of the names before stay as they are.
    for (auto use = names.rbegin(); use != names.rend(); ++use)
    {
        const auto parameter =
            std::find_if(parameters.begin(), parameters.end(), [&use](const ParameterValue& one) {
                return one.name == use->name;
            });
        if (parameter == parameters.end())
        {
            continue;
        }
        const auto literal = Literal(parameter->value);
        if (!literal)
        {
            return TextError{literal.Error().message, use->offset};
        }
        inserted.replace(use->offset, use->name.size(), *literal);
    }
    return inserted;
}

void
CollectConditionNames(const std::string& condition, std::set<std::string>& names)
{
    const auto expression = Expression::Parse(condition, ExpressionNameStyle::MetricPaths);
    if (!expression)
    {
        return; // reported where it is read
    }
    for (const Expression::NameUse& use : expression->Names())
    {
        if (!IsPath(use.name))
        {
            names.insert(use.name);
        }
    }
}

} // namespace nexsim
