// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/plan-header.h"

#include "sim/scenario/grammar.h"
#include "sim/scenario/name-pattern.h"
#include "sim/scenario/scenario-keys.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

constexpr int64_t kMostReplications = 100; //!< where `precision` names no other

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

void
ReadPrecision(ExperimentPlan& plan, const Section& root, const ReadContext& context)
{
    const Json* json = root.Find("precision");
    if (json == nullptr)
    {
        return;
    }
    const Section section(*json, "/precision", context);
    if (!json->is_object())
    {
        return;
    }
    section.CheckKeys(KeyNames(GrammarPart::Precision));
    section.Require("metric", "\"web/latency/p99\"");
    const auto metric = section.Text("metric");
    const auto most = section.Integer(KeyOf(GrammarPart::Precision, "most"));
    PrecisionSpec precision{metric.value_or(""), 0, most.value_or(kMostReplications)};
    if (metric == "")
    {
        section.Error("metric", "the path of a metric is missing");
    }
    if (section.Require("relative", "\"2%\""))
    {
        const GrammarKey& key = KeyOf(GrammarPart::Precision, "relative");
        const auto relative =
            ReadRatio(*section.Find("relative"), section.PointerTo("relative"), key.range, context);
        precision.relative = static_cast<double>(relative.value_or(0)) / 1e9;
    }
    if (precision.most < plan.replications)
    {
        section.Error("most",
                      fmt::format("at most {} replications, but \"replications\" asks for {} to "
                                  "begin with",
                                  precision.most,
                                  plan.replications));
    }
    plan.precision = precision;
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
    ReadPrecision(plan, root, context);
    ReadVariantNames(plan, root, context);
}

} // namespace nexsim
