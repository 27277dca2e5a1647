// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/scenario-schema.h"

#include "sim/reference/grammar-rules.h"
#include "sim/reference/grammar-schema.h"
#include "sim/scenario/grammar.h"

#include <utility>

namespace nexsim
{

Json
ScenarioSchema(const TypeCatalogue& catalogue)
{
    TypeSchemas types(catalogue);
    GrammarSchemas grammar(catalogue, types);
    Json properties = grammar.Properties(GrammarPart::Experiment, Computed::No);
    properties.update(grammar.Properties(GrammarPart::Run, Computed::Yes));
    Json required = Json::array();
    for (const GrammarPart part : {GrammarPart::Experiment, GrammarPart::Run})
    {
        for (const GrammarKey& key : KeysOf(part))
        {
            if (key.IsRequired())
            {
                required.push_back(key.name);
            }
        }
    }
    Json someNode = {{"required", {"nodes"}}, {"properties", {{"nodes", {{"minProperties", 1}}}}}};
    return {
        {"$schema", "http://json-schema.org/draft-07/schema#"},
        {"title", "A nexsim scenario"},
        {"description",
         "Lowercase keys are grammar, CamelCase keys are attributes of the type that the object "
         "names. `nexsim validate` checks what a schema cannot: names, ranges of quantities, "
         "expressions."},
        {"type", "object"},
        {"properties", std::move(properties)},
        {"additionalProperties", false},
        {"required", std::move(required)},
        {"if", {{"required", {"topology"}}}},
        {"else", std::move(someNode)},
        {"allOf", Json::array({ClaimsWithoutVariants()})},
        {"definitions", types.Definitions()}};
}

} // namespace nexsim
