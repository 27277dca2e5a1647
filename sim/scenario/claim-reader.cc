// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/claim-reader.h"

#include "sim/scenario/claim-bounds.h"
#include "sim/scenario/claim-point.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/measure-reader.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <algorithm>

namespace nexsim
{

namespace
{

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
    if (const Json* at = section.Find("at"))
    {
        claim.at =
            ReadClaimPoint(Section(*at, section.PointerTo("at"), m_context), m_points, m_context);
    }
    ReadClaimBounds(claim, section, m_context);
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

} // namespace nexsim
