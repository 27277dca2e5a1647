// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/parameter-use.h"

#include "sim/scenario/expression-json.h"
#include "sim/scenario/expression.h"

#include <utility>

namespace nexsim
{

void
CollectNames(const std::string& text, std::set<std::string>& names)
{
    const auto expression = Expression::Parse(text);
    if (!expression)
    {
        return; // reported where it is evaluated
    }
    for (const Expression::NameUse& use : expression->Names())
    {
        names.insert(use.name);
    }
}

void
CollectNames(const Json& json, std::set<std::string>& names)
{
    if (IsExpression(json) && json["$"].is_string())
    {
        CollectNames(json["$"].get_ref<const std::string&>(), names);
        return;
    }
    if (json.is_structured())
    {
        for (const Json& element : json)
        {
            CollectNames(element, names);
        }
    }
}

std::set<std::string>
DependsOn(std::set<std::string> used, const Json& parameters, const Json& sweep)
{
    std::set<std::string> all;
    while (!used.empty())
    {
        std::set<std::string> further;
        for (const std::string& name : used)
        {
            all.insert(name);
            for (const Json* values : {&parameters, &sweep})
            {
                if (values->is_object() && values->contains(name))
                {
                    CollectNames((*values)[name], further);
                }
            }
        }
        used.clear();
        for (const std::string& name : further)
        {
            if (all.count(name) == 0)
            {
                used.insert(name);
            }
        }
    }
    return all;
}

} // namespace nexsim
