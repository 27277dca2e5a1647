// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/run-resolver.h"

#include "sim/scenario/condition-parameters.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/parameter-use.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/run-reader.h"
#include "sim/scenario/variant-patch.h"

#include <algorithm>

namespace nexsim
{

namespace
{

/** @brief Errors inside an object that a parameter stands for are told where that object stands. */
void
TraceObjects(const Json& json,
             const std::string& pointer,
             const std::vector<ParameterValue>& parameters,
             SourceMap& sources)
{
    if (IsExpression(json))
    {
        const auto parameter =
            std::find_if(parameters.begin(), parameters.end(), [&json](const ParameterValue& one) {
                return one.json.is_structured() && json["$"] == one.name;
            });
        if (parameter != parameters.end())
        {
            sources.PatchedFrom(
                pointer,
                ChildPointer(ChildPointer("/sweep", parameter->name), parameter->label));
        }
    }
    else if (json.is_object())
    {
        for (const auto& item : json.items())
        {
            TraceObjects(item.value(), ChildPointer(pointer, item.key()), parameters, sources);
        }
    }
    else if (json.is_array())
    {
        for (std::size_t i = 0; i < json.size(); ++i)
        {
            TraceObjects(json[i], ChildPointer(pointer, i), parameters, sources);
        }
    }
}

/** @brief A condition over metrics is a text, and parameters in it are names. */
void
ResolveCondition(ResolvedDocument& resolved,
                 const std::vector<ParameterValue>& parameters,
                 Diagnostics& diagnostics)
{
    const auto until = resolved.value.find("until");
    if (until == resolved.value.end() || !until->is_string())
    {
        return;
    }
    const auto condition = InsertParameters(until->get<std::string>(), parameters);
    if (condition)
    {
        *until = *condition;
    }
    else
    {
        resolved.sources.Error(diagnostics,
                               "/until",
                               DescribeInText(until->get<std::string>(), condition.Error()));
    }
}

} // namespace

std::string
FirstPart(const std::string& pointer)
{
    const auto parts = SplitPointer(pointer);
    return parts && !parts->empty() ? parts->front() : "";
}

bool
PointsIntoRun(const std::string& pointer)
{
    const std::string part = FirstPart(pointer);
    const auto& keys = RunKeys();
    return part != "name" && std::find(keys.begin(), keys.end(), part) != keys.end();
}

RunResolver::RunResolver(const Json& scenario,
                         const SourceMap& sources,
                         const std::vector<Assignment>& overrides,
                         Diagnostics& diagnostics)
    : m_scenario(scenario), m_sources(sources), m_overrides(overrides), m_diagnostics(diagnostics)
{
}

VariantDocument
RunResolver::ApplyVariant(const std::string& name, const Json& changes) const
{
    VariantDocument variant{name, Json::object(), m_sources, {}};
    for (const std::string& key : RunKeys())
    {
        if (m_scenario.contains(key))
        {
            variant.value[key] = m_scenario[key];
        }
    }
    if (m_scenario.contains("parameters"))
    {
        variant.value["parameters"] = m_scenario["parameters"];
    }
    for (const auto& item : changes.items())
    {
        ApplyChange(variant, item.key(), item.value());
    }
    std::set<std::string> used;
    for (const std::string& key : RunKeys())
    {
        CollectNames(Member(variant.value, key.c_str()), used);
    }
    if (const Json& until = Member(variant.value, "until"); until.is_string())
    {
        CollectConditionNames(until.get<std::string>(), used);
    }
    for (const Assignment& assignment : m_overrides)
    {
        if (FirstPart(assignment.pointer) == "parameters")
        {
            ApplyOverride(variant.value, variant.sources, assignment);
        }
        else
        {
            CollectNames(assignment.value.value, used);
            if (assignment.pointer == "/until" && assignment.value.value.is_string())
            {
                CollectConditionNames(assignment.value.value.get<std::string>(), used);
            }
        }
    }
    variant.uses =
        DependsOn(used, Member(variant.value, "parameters"), Member(m_scenario, "sweep"));
    return variant;
}

void
RunResolver::ApplyChange(VariantDocument& variant,
                         const std::string& target,
                         const Json& value) const
{
    const std::string place = ChildPointer(ChildPointer("/variants", variant.name), target);
    const auto refuse = [&](std::string message) {
        m_sources.KeyError(m_diagnostics, place, std::move(message));
    };
    const std::string first = FirstPart(target);
    if (!SplitPointer(target))
    {
        refuse(SplitPointer(target).Error().message);
        return;
    }
    if (!PointsIntoRun(target) && first != "parameters")
    {
        std::vector<std::string> known = RunKeys();
        known.emplace_back("parameters");
        refuse("a variant changes what a run is; " + Quoted(target) + " is no part of that" +
               SuggestName(first, known));
        return;
    }
    const auto parts = SplitPointer(target);
    if (first == "parameters" && parts->size() > 1 &&
        Member(m_scenario, "sweep").contains((*parts)[1]))
    {
        refuse("the parameter " + Quoted((*parts)[1]) +
               " is swept, and the sweep comes after the variant");
        return;
    }
    const auto patched = PatchWithDefaults(variant.value, target, value);
    if (!patched)
    {
        refuse(patched.Error().message);
        return;
    }
    for (const std::string& made : patched->made)
    {
        variant.sources.PatchedFrom(made, place);
    }
    variant.sources.PatchedFrom(patched->pointer, place);
}

void
RunResolver::ApplyOverride(Json& document, SourceMap& sources, const Assignment& assignment) const
{
    const auto patched = PatchWithDefaults(document, assignment.pointer, assignment.value.value);
    if (!patched)
    {
        m_diagnostics.Error(assignment.value.file, {}, "", patched.Error().message);
        return;
    }
    for (const std::string& made : patched->made)
    {
        sources.PatchedBy(made, assignment.value.file);
    }
    sources.PatchedBy(patched->pointer, assignment.value.file);
}

std::optional<std::vector<ParameterValue>>
RunResolver::ParametersAt(const VariantDocument& variant, const SweepPoint& point) const
{
    return ReadParameters(Member(variant.value, "parameters"),
                          point,
                          variant.sources,
                          m_diagnostics);
}

std::optional<ResolvedDocument>
RunResolver::Resolve(const VariantDocument& variant, const SweepPoint& point) const
{
    const std::size_t errors = m_diagnostics.ErrorCount();
    const auto parameters = ParametersAt(variant, point);
    if (!parameters)
    {
        return std::nullopt;
    }
    ResolvedDocument resolved{variant.value, variant.sources};
    resolved.value.erase("parameters");
    TraceObjects(resolved.value, "", *parameters, resolved.sources);
    ResolveExpressions(resolved.value, "", *parameters, variant.sources, m_diagnostics);
    for (const Assignment& assignment : m_overrides)
    {
        if (PointsIntoRun(assignment.pointer))
        {
            ApplyOverride(resolved.value, resolved.sources, assignment);
        }
    }
    // What --set brings may use parameters, too.
    ResolveExpressions(resolved.value, "", *parameters, resolved.sources, m_diagnostics);
    ResolveCondition(resolved, *parameters, m_diagnostics);
    return m_diagnostics.ErrorCount() > errors ? std::nullopt : std::optional(std::move(resolved));
}

} // namespace nexsim
