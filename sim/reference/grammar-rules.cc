// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/grammar-rules.h"

#include "models/traffic/pair-source.h"
#include "models/traffic/replay-source.h"
#include "sim/reference/schema-leaf.h"

#include <utility>

namespace nexsim
{

namespace
{

Json
If(Json condition, Json consequence)
{
    return {{"if", std::move(condition)}, {"then", std::move(consequence)}};
}

/** @brief The key may stand there only under the condition. */
Json
Unless(Json condition, const char* key)
{
    return {{"if", std::move(condition)}, {"else", {{"properties", {{key, false}}}}}};
}

Json
Has(const char* key)
{
    return {{"required", {key}}};
}

} // namespace

void
AddRule(Json& schema, Json rule)
{
    Json& rules = schema["allOf"];
    rules = rules.is_null() ? Json::array() : rules;
    rules.push_back(std::move(rule));
}

Json
Exclude(const char* one, const char* other)
{
    return {{"not", {{"required", {one, other}}}}};
}

Json
ClaimsWithoutVariants()
{
    Json claim = {{"properties", {{"of", false}, {"over", false}, {"minus", false}}}};
    Json claims = {{"properties", {{"claims", {{"items", std::move(claim)}}}}}};
    return {{"if", Has("variants")}, {"else", std::move(claims)}};
}

void
AddRules(GrammarPart part, Json& schema)
{
    switch (part)
    {
    case GrammarPart::Ties: {
        Json seeded = {{"properties", {{"policy", OrExpression({{"const", "seeded"}})}}},
                       {"required", {"policy"}}};
        AddRule(schema, Unless(std::move(seeded), "seed"));
        break;
    }
    case GrammarPart::Measure: {
        Json any = {{"properties", {{"series", {{"minItems", 1}}}}}, {"required", {"series"}}};
        AddRule(schema, If(std::move(any), Has("interval")));
        break;
    }
    case GrammarPart::Event: {
        Json ofLink = {{"anyOf", {Has("link"), Has("port"), Has("state")}}};
        Json down = {{"required", {"state"}},
                     {"properties", {{"set", false}}},
                     {"oneOf", {Has("link"), Has("port")}}};
        AddRule(schema,
                {{"if", std::move(ofLink)}, {"then", std::move(down)}, {"else", Has("set")}});
        break;
    }
    case GrammarPart::Link:
        AddRule(schema, {{"anyOf", {Has("between"), Has("name")}}});
        break;
    case GrammarPart::Claim:
        AddRule(schema, {{"anyOf", {Has("min"), Has("max"), Has("equals")}}});
        AddRule(schema, Exclude("over", "minus"));
        AddRule(schema, Exclude("equals", "min"));
        AddRule(schema, Exclude("equals", "max"));
        AddRule(schema, Unless(Has("equals"), "within"));
        AddRule(schema,
                If(Has("over"),
                   {{"properties",
                     {{"min", {{"not", {{"pattern", "[A-Za-z]$"}, {"type", "string"}}}}},
                      {"max", {{"not", {{"pattern", "[A-Za-z]$"}, {"type", "string"}}}}}}}}));
        break;
    default:
        break;
    }
}

void
AddTrafficRules(ns3::TypeId type, Json& schema)
{
    const auto forbid = [&schema](const char* key) { schema["properties"].erase(key); };
    const auto isA = [type](ns3::TypeId base) { return type == base || type.IsChildOf(base); };
    if (isA(EndToEndSource::GetTypeId()))
    {
        if (!isA(PairSource::GetTypeId()))
        {
            forbid("Load"); // it has no Rate
        }
        forbid("map");
        forbid("split");
        schema["required"] = Json::array({"from"});
        Json amongOneSet = {
            {"properties",
             {{"pattern", {{"not", {{"enum", {"one-to-one", "each-to-each", "incast"}}}}}}}},
            {"required", {"pattern"}}};
        AddRule(schema, {{"if", std::move(amongOneSet)}, {"else", Has("to")}});
        AddRule(schema, Exclude("Rate", "Load"));
        return;
    }
    forbid("Load");
    forbid("pattern");
    if (type == ReplaySource::GetTypeId())
    {
        schema["required"] = {"File"};
    }
    AddRule(schema, {{"oneOf", {Has("map"), {{"required", {"split", "from", "to"}}}}}});
    AddRule(schema, Exclude("map", "from"));
    AddRule(schema, Exclude("map", "to"));
    AddRule(schema, Exclude("map", "split"));
}

} // namespace nexsim
