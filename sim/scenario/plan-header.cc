// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/plan-header.h"

#include "sim/scenario/grammar.h"
#include "sim/scenario/name-pattern.h"
#include "sim/scenario/scenario-keys.h"
#include "sim/scenario/show-json.h"

namespace nexsim
{

namespace
{

void
ReadVariantNames(ExperimentPlan& plan, const Section& root, const ReadContext& context)
{
    const Json* variants = root.Find("variants");
    plan.variants = {""};
    if (variants == nullptr)
    {
        return;
    }
    const Section section(*variants, "/variants", context);
    for (const auto& item : section.Value().items())
    {
        const std::string pointer = section.PointerTo(item.key());
        if (const auto name = ParsePlainName(item.key()); !name)
        {
            context.KeyError(pointer, name.Error().message);
        }
        if (!item.value().is_object())
        {
            context.Error(pointer,
                          "expected changes such as {\"/nodes/sw/Buffer\": {...}}; got " +
                              ShowJson(item.value()));
        }
        plan.variants.push_back(item.key());
    }
    if (plan.variants.size() > 1)
    {
        plan.variants.erase(plan.variants.begin());
    }
    else if (variants->is_object())
    {
        context.Error("/variants",
                      "expected at least one variant; leave \"variants\" out for none");
    }
}

} // namespace

void
ReadPlanHeader(ExperimentPlan& plan, const Section& root, const ReadContext& context)
{
    if (root.Require("nexsim", "1") && *root.Find("nexsim") != Json(1))
    {
        root.Error("nexsim", "this program reads version 1; got " + ShowJson(*root.Find("nexsim")));
    }
    if (root.Require("name", "\"flow-batching\""))
    {
        plan.name = root.Text("name").value_or("");
        const std::string fault = root.Text("name") ? FileNameFault(plan.name) : "";
        if (!fault.empty())
        {
            root.Error("name", fault);
        }
    }
    static_cast<void>(root.Text("$schema"));
    plan.about = root.Text("about").value_or("");
    plan.replications = root.Integer(KeyOf(GrammarPart::Experiment, "replications")).value_or(1);
    ReadVariantNames(plan, root, context);
}

} // namespace nexsim
