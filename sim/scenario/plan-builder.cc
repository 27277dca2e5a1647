// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/plan-builder.h"

#include "sim/scenario/canonical-json.h"
#include "sim/scenario/claim-reader.h"
#include "sim/scenario/claim-windows.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/parameter-use.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/plan-header.h"
#include "sim/scenario/run-reader.h"
#include "sim/scenario/scenario-keys.h"
#include "sim/scenario/scenario-loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief What the values of a point are called in tables. */
NamedTexts
LabelsOf(const std::vector<ParameterValue>& values)
{
    NamedTexts labels;
    for (const ParameterValue& value : values)
    {
        labels.emplace_back(value.name, value.label);
    }
    return labels;
}

} // namespace

PlanBuilder::PlanBuilder(const Json& scenario,
                         const SourceMap& sources,
                         const std::vector<Assignment>& overrides,
                         const std::string& only,
                         const FileFinder& files,
                         Diagnostics& diagnostics)
    : m_scenario(scenario), m_sources(sources), m_files(files),
      m_diagnostics(diagnostics), m_context{sources, diagnostics},
      m_resolver(scenario, sources, overrides, diagnostics), m_filter(only, diagnostics)
{
}

std::optional<ExperimentPlan>
PlanBuilder::Build(const RunReview& review, const RunTrial& trial)
{
    m_review = review;
    m_trials = ConfigurationTrials(trial);
    const std::size_t errors = m_diagnostics.ErrorCount();
    const Section root(m_scenario, "", m_context);
    if (!m_scenario.is_object())
    {
        return std::nullopt;
    }
    CheckScenarioKeys(root, m_context);
    ReadPlanHeader(m_plan, root, m_context);
    m_plan.isPartial = m_filter.IsGiven();
    m_largestCount = m_plan.replications;
    if (m_plan.precision && m_filter.Names().count("replication") > 0)
    {
        // One that was added for precision can be chosen, too; none is added to those chosen.
        m_largestCount = m_plan.precision->most;
        m_plan.precision.reset();
    }
    if (ReadPoints())
    {
        if (const Json* claims = root.Find("claims"))
        {
            m_plan.claims = ClaimReader(m_context, m_plan.variants, m_points).Read(*claims);
        }
        for (const std::string& variant : m_plan.variants)
        {
            AddVariant(variant);
        }
        m_trials.Report(m_plan, m_context);
        WarnOfUnused();
    }
    ListRuns();
    return m_diagnostics.ErrorCount() > errors ? std::nullopt : std::optional(std::move(m_plan));
}

bool
PlanBuilder::ReadPoints()
{
    const auto axes = ReadSweep(m_scenario, m_sources, m_diagnostics);
    if (!axes)
    {
        return false;
    }
    const auto points = SelectPoints(SweepPoints(*axes), m_scenario, m_sources, m_diagnostics);
    if (!points)
    {
        return false;
    }
    m_points = *points;
    for (const SweepPoint& point : m_points)
    {
        m_plan.points.push_back(LabelsOf(point));
    }
    const Json& parameters = Member(m_scenario, "parameters");
    for (const auto& item : parameters.items())
    {
        m_plan.parameters.push_back(item.key());
    }
    for (const ParameterValue& value : m_points.front())
    {
        if (!parameters.is_object() || !parameters.contains(value.name))
        {
            m_plan.parameters.push_back(value.name);
        }
    }
    return parameters.is_null() || parameters.is_object() ||
           ReadParameters(parameters, m_points.front(), m_sources, m_diagnostics).has_value();
}

void
PlanBuilder::AddVariant(const std::string& name)
{
    static const Json kNoChanges = Json::object();
    const Json& changes = name.empty() ? kNoChanges : m_scenario["variants"][name];
    const VariantDocument variant =
        m_resolver.ApplyVariant(name, changes.is_object() ? changes : kNoChanges);
    m_used.insert(variant.uses.begin(), variant.uses.end());
    // What does not change the variant's document makes no further run of it.
    std::set<std::string> idle;
    for (const ParameterValue& swept : m_points.front())
    {
        if (variant.uses.count(swept.name) == 0)
        {
            idle.insert(swept.name);
        }
    }
    const std::set<std::string> hidden = DependentOn(idle, variant);
    std::map<NamedTexts, std::size_t> known;
    for (const SweepPoint& point : m_points)
    {
        const auto parameters = m_resolver.ParametersAt(variant, point);
        if (!parameters)
        {
            return;
        }
        NamedTexts labels = LabelsOf(*parameters);
        labels.erase(
            std::remove_if(labels.begin(),
                           labels.end(),
                           [&hidden](const auto& label) { return hidden.count(label.first) > 0; }),
            labels.end());
        const std::vector<int64_t> replications =
            m_filter.Wanted(name, *parameters, m_largestCount);
        if (replications.empty())
        {
            continue;
        }
        const auto [place, isNew] = known.emplace(labels, m_plan.configurations.size());
        if (isNew)
        {
            AddConfiguration(variant, point, std::move(labels));
        }
        m_replications[place->second].insert(replications.begin(), replications.end());
    }
}

std::set<std::string>
PlanBuilder::DependentOn(const std::set<std::string>& idle, const VariantDocument& variant) const
{
    std::set<std::string> dependent;
    for (const std::string& name : m_plan.parameters)
    {
        const auto names =
            DependsOn({name}, Member(variant.value, "parameters"), Member(m_scenario, "sweep"));
        const bool any = std::any_of(names.begin(), names.end(), [&idle](const std::string& one) {
            return idle.count(one) > 0;
        });
        if (any)
        {
            dependent.insert(name);
        }
    }
    return dependent;
}

void
PlanBuilder::AddConfiguration(const VariantDocument& variant,
                              const SweepPoint& point,
                              NamedTexts labels)
{
    SweepPoint named;
    std::copy_if(point.begin(),
                 point.end(),
                 std::back_inserter(named),
                 [&labels](const auto& value) {
                     return std::find(labels.begin(),
                                      labels.end(),
                                      std::pair(value.name, value.label)) != labels.end();
                 });
    Configuration configuration{variant.name,
                                std::move(labels),
                                ConditionOf(variant.name, named),
                                "",
                                {}};
    auto resolved = m_resolver.Resolve(variant, point);
    if (resolved)
    {
        AddClaimWindows(*resolved, m_plan.claims);
        FileFinder files = m_files;
        const ReadContext context{resolved->sources, m_diagnostics};
        const auto run = ReadRun(resolved->value, context, m_catalogue, files, m_profiles);
        if (run && m_review)
        {
            for (const std::string& doubt : m_review(*run))
            {
                context.Warning("/traffic", doubt);
            }
        }
        if (run)
        {
            m_trials.Try(*run, m_plan, resolved->sources);
        }
        configuration.document = CanonicalRun(resolved->value);
        configuration.files = files.Found();
    }
    m_plan.configurations.push_back(std::move(configuration));
}

void
PlanBuilder::WarnOfUnused()
{
    std::set<std::string> named = m_filter.Names();
    const Json& where = Member(m_scenario, "where");
    if (where.is_string())
    {
        CollectNames(where.get<std::string>(), named);
    }
    const auto filtering =
        DependsOn(named, Member(m_scenario, "parameters"), Member(m_scenario, "sweep"));
    for (const std::string& name : m_plan.parameters)
    {
        if (m_used.count(name) > 0 || filtering.count(name) > 0)
        {
            continue;
        }
        const bool swept = Member(m_scenario, "sweep").contains(name);
        m_sources.KeyWarning(m_diagnostics,
                             ChildPointer(swept ? "/sweep" : "/parameters", name),
                             swept ? "nothing uses " + Quoted(name) + "; its sweep changes nothing"
                                   : "nothing uses the parameter " + Quoted(name));
    }
}

void
PlanBuilder::ListRuns()
{
    for (const auto& [configuration, replications] : m_replications)
    {
        for (const int64_t replication : replications)
        {
            m_plan.runs.push_back({configuration, replication});
        }
        if (m_plan.runs.size() > kRunLimit)
        {
            m_context.Error("", fmt::format("the experiment has more than {} runs", kRunLimit));
            return;
        }
    }
    if (m_plan.runs.empty() && !m_diagnostics.HasErrors())
    {
        m_filter.ReportNoRun();
    }
}

} // namespace nexsim
