// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/claim-bounds.h"

#include "sim/scenario/metric-number.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

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

std::optional<double>
ReadBound(Claim& claim, const Section& section, const char* key)
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
ReadEquals(Claim& claim, const Section& section, const ReadContext& context)
{
    for (const char* key : {"min", "max"})
    {
        if (section.Has(key))
        {
            context.KeyError(section.PointerTo(key), Quoted(key) + " does not go with \"equals\"");
        }
    }
    const auto equals = ReadBound(claim, section, "equals");
    std::optional<double> within = 0.0;
    const Json* tolerance = section.Find("within");
    if (tolerance != nullptr && IsPercentage(*tolerance))
    {
        const auto ratio =
            ReadRatio(*tolerance, section.PointerTo("within"), {0, 1'000'000'000}, context);
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

} // namespace

void
ReadClaimBounds(Claim& claim, const Section& section, const ReadContext& context)
{
    if (section.Has("equals"))
    {
        ReadEquals(claim, section, context);
        return;
    }
    if (section.Has("within"))
    {
        context.KeyError(section.PointerTo("within"), "\"within\" goes with \"equals\"");
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

} // namespace nexsim
