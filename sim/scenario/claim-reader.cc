// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/claim-reader.h"

#include "sim/scenario/expression-value.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/measure-reader.h"
#include "sim/scenario/metric-number.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nexsim
{

namespace
{

bool
IsPercentage(const Json& json)
{
    return json.is_string() && !json.get_ref<const std::string&>().empty() &&
           json.get_ref<const std::string&>().back() == '%';
}

Across
AcrossOf(const std::optional<std::string>& word)
{
    return word == "max"    ? Across::Max
           : word == "min"  ? Across::Min
           : word == "sum"  ? Across::Sum
           : word == "mean" ? Across::Mean
                            : Across::One;
}

} // namespace

ClaimReader::ClaimReader(const ReadContext& context,
                         const std::vector<std::string>& variants,
                         const std::vector<SweepPoint>& points)
    : m_context(context), m_variants(variants), m_points(points)
{
}

std::vector<Claim>
ClaimReader::Read(const Json& json) const
{
    std::vector<Claim> claims;
    if (!json.is_array())
    {
        m_context.Error("/claims", "expected a list of claims; got " + ShowJson(json));
        return claims;
    }
    for (std::size_t i = 0; i < json.size(); ++i)
    {
        claims.push_back(ReadOne(json[i], ChildPointer("/claims", i)));
    }
    return claims;
}

Claim
ClaimReader::ReadOne(const Json& json, const std::string& pointer) const
{
    Claim claim;
    const Section section(json, pointer, m_context);
    if (!json.is_object())
    {
        return claim;
    }
    section.CheckKeys(KeyNames(GrammarPart::Claim));
    section.Require("that", "\"what the numbers show\"");
    section.Require("metric", "\"traffic/web/latency\"");
    claim.that = section.Text("that").value_or("");
    claim.metric = section.Text("metric").value_or("");
    claim.stat = section.Text("stat").value_or("");
    claim.across = AcrossOf(section.Word(KeyOf(GrammarPart::Claim, "across")));
    if (section.Text("metric") == "")
    {
        section.Error("metric", "the path of a metric is missing");
    }
    if (const Json* during = section.Find("during"))
    {
        claim.during = ReadWindow(*during, section.PointerTo("during"), m_context);
    }
    ReadVariants(claim, section);
    ReadAt(claim, section);
    ReadBounds(claim, section);
    return claim;
}

std::string
ClaimReader::ReadVariant(const Section& section, const char* key) const
{
    const auto name = section.Text(key);
    if (!name)
    {
        return "";
    }
    if (m_variants.size() == 1 && m_variants.front().empty())
    {
        section.Error(key, "the scenario has no \"variants\"");
    }
    else if (std::find(m_variants.begin(), m_variants.end(), *name) == m_variants.end())
    {
        section.Error(key,
                      "no variant is called " + Quoted(*name) + SuggestName(*name, m_variants));
    }
    return *name;
}

void
ClaimReader::ReadVariants(Claim& claim, const Section& section) const
{
    claim.of = ReadVariant(section, "of");
    if (section.Has("over") && section.Has("minus"))
    {
        section.Error("minus", "either \"over\" or \"minus\" can be given, not both");
    }
    for (const auto& [key, comparison] :
         {std::pair<const char*, Comparison>{"over", Comparison::Over},
          {"minus", Comparison::Minus}})
    {
        if (!section.Has(key))
        {
            continue;
        }
        claim.comparison = comparison;
        claim.reference = ReadVariant(section, key);
        if (section.Has("of") && claim.of == claim.reference)
        {
            section.Error(key,
                          "a variant is compared with another one; both are " + Quoted(claim.of));
        }
    }
}

void
ClaimReader::ReadAt(Claim& claim, const Section& section) const
{
    const Json* at = section.Find("at");
    if (at == nullptr)
    {
        return;
    }
    const Section point(*at, section.PointerTo("at"), m_context);
    std::vector<std::string> swept;
    for (const ParameterValue& value : m_points.front())
    {
        swept.push_back(value.name);
    }
    bool known = true;
    for (const auto& item : point.Value().items())
    {
        const std::string where = point.PointerTo(item.key());
        if (std::find(swept.begin(), swept.end(), item.key()) == swept.end())
        {
            m_context.KeyError(where,
                               "\"sweep\" has no parameter " + Quoted(item.key()) +
                                   SuggestName(item.key(), swept));
            known = false;
            continue;
        }
        const auto value = item.value().is_structured() ? Outcome<ExpressionValue>(TextError{})
                                                        : ValueFromJson(item.value());
        std::vector<std::string> labels;
        std::string label;
        for (const SweepPoint& one : m_points)
        {
            for (const ParameterValue& parameter : one)
            {
                const bool named = parameter.name == item.key();
                if (named &&
                    std::find(labels.begin(), labels.end(), parameter.label) == labels.end())
                {
                    labels.push_back(parameter.label);
                    label = value && parameter.value == *value ? parameter.label : label;
                }
            }
        }
        if (label.empty())
        {
            m_context.Error(where,
                            fmt::format("{} is not swept to {}; its values are {}",
                                        Quoted(item.key()),
                                        ShowJson(item.value()),
                                        fmt::join(labels, ", ")));
            known = false;
        }
        claim.at.emplace_back(item.key(), label);
    }
    const auto isThere = [&claim](const SweepPoint& one) {
        return std::all_of(claim.at.begin(), claim.at.end(), [&one](const auto& wanted) {
            return std::any_of(one.begin(), one.end(), [&wanted](const ParameterValue& value) {
                return value.name == wanted.first && value.label == wanted.second;
            });
        });
    };
    if (known && std::none_of(m_points.begin(), m_points.end(), isThere))
    {
        section.Error("at", "no sweep point has these values together; see \"where\" and \"zip\"");
    }
}

std::optional<double>
ClaimReader::ReadBound(Claim& claim, const Section& section, const char* key) const
{
    const Json* json = section.Find(key);
    if (json == nullptr)
    {
        return std::nullopt;
    }
    const auto number = InMetricUnit(*json);
    if (!number)
    {
        section.Error(key,
                      "expected a number or a quantity such as \"10us\"; got " + ShowJson(*json));
        return std::nullopt;
    }
    if (!claim.unit.empty() && claim.unit != number->unit)
    {
        section.Error(key, "the bounds of a claim have one unit");
        return std::nullopt;
    }
    if (claim.comparison == Comparison::Over && number->unit != "1")
    {
        section.Error(key,
                      "\"over\" makes a ratio, which is a plain number; got " + ShowJson(*json));
        return std::nullopt;
    }
    claim.unit = number->unit;
    return number->value;
}

void
ClaimReader::ReadBounds(Claim& claim, const Section& section) const
{
    if (section.Has("equals"))
    {
        ReadEquals(claim, section);
        return;
    }
    if (section.Has("within"))
    {
        m_context.KeyError(section.PointerTo("within"), "\"within\" goes with \"equals\"");
    }
    if (!section.Has("min") && !section.Has("max"))
    {
        section.Error("", "a claim needs \"min\", \"max\" or \"equals\"");
        return;
    }
    claim.bounds.min = ReadBound(claim, section, "min");
    claim.bounds.max = ReadBound(claim, section, "max");
    if (claim.bounds.min && claim.bounds.max && *claim.bounds.min > *claim.bounds.max)
    {
        section.Error("max", "nothing can be at least \"min\" and at most \"max\"");
    }
}

void
ClaimReader::ReadEquals(Claim& claim, const Section& section) const
{
    for (const char* key : {"min", "max"})
    {
        if (section.Has(key))
        {
            m_context.KeyError(section.PointerTo(key),
                               Quoted(key) + " does not go with \"equals\"");
        }
    }
    const auto equals = ReadBound(claim, section, "equals");
    std::optional<double> within = 0.0;
    const Json* tolerance = section.Find("within");
    if (tolerance != nullptr && IsPercentage(*tolerance))
    {
        const auto ratio =
            ReadRatio(*tolerance, section.PointerTo("within"), {0, 1'000'000'000}, m_context);
        within = ratio && equals
                     ? std::optional(std::fabs(*equals) * static_cast<double>(*ratio) / 1e9)
                     : std::nullopt;
    }
    else if (tolerance != nullptr)
    {
        within = ReadBound(claim, section, "within");
    }
    if (within && *within < 0)
    {
        section.Error("within", "\"within\" is not negative");
    }
    if (equals && within)
    {
        claim.bounds = EqualsWithin(*equals, *within);
    }
}

} // namespace nexsim
