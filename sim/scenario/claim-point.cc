// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/claim-point.h"

#include "sim/scenario/nearest-name.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace nexsim
{

namespace
{

/** @brief The label of a value that a parameter takes; nothing after an error was reported. */
std::optional<std::string>
LabelOf(const std::string& name,
        const Json& json,
        const std::string& pointer,
        const std::vector<SweepPoint>& points,
        const ReadContext& context)
{
    const auto value =
        json.is_structured() ? Outcome<ExpressionValue>(TextError{}) : ValueFromJson(json);
    std::vector<std::string> labels;
    for (const SweepPoint& point : points)
    {
        for (const ParameterValue& parameter : point)
        {
            if (parameter.name != name)
            {
                continue;
            }
            if (value && parameter.value == *value)
            {
                return parameter.label;
            }
            if (std::find(labels.begin(), labels.end(), parameter.label) == labels.end())
            {
                labels.push_back(parameter.label);
            }
        }
    }
    context.Error(pointer,
                  fmt::format("{} is not swept to {}; its values are {}",
                              Quoted(name),
                              ShowJson(json),
                              fmt::join(labels, ", ")));
    return std::nullopt;
}

bool
HasAll(const SweepPoint& point, const NamedTexts& wanted)
{
    return std::all_of(wanted.begin(), wanted.end(), [&point](const auto& one) {
        return std::any_of(point.begin(), point.end(), [&one](const ParameterValue& value) {
            return value.name == one.first && value.label == one.second;
        });
    });
}

} // namespace

NamedTexts
ReadClaimPoint(const Section& at, const std::vector<SweepPoint>& points, const ReadContext& context)
{
    std::vector<std::string> swept;
    for (const ParameterValue& value : points.front())
    {
        swept.push_back(value.name);
    }
    NamedTexts wanted;
    bool known = true;
    for (const auto& item : at.Value().items())
    {
        const std::string where = at.PointerTo(item.key());
        if (std::find(swept.begin(), swept.end(), item.key()) == swept.end())
        {
            context.KeyError(where,
                             "\"sweep\" has no parameter " + Quoted(item.key()) +
                                 SuggestName(item.key(), swept));
            known = false;
            continue;
        }
        const auto label = LabelOf(item.key(), item.value(), where, points, context);
        known = known && label;
        wanted.emplace_back(item.key(), label.value_or(""));
    }
    const auto isThere = [&wanted](const SweepPoint& point) { return HasAll(point, wanted); };
    if (known && std::none_of(points.begin(), points.end(), isThere))
    {
        context.Error(at.Pointer(),
                      "no sweep point has these values together; see \"where\" and \"zip\"");
    }
    return wanted;
}

} // namespace nexsim
