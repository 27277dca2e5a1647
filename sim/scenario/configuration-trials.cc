// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/configuration-trials.h"

#include "sim/scenario/json-pointer.h"

#include <utility>

namespace nexsim
{

namespace
{

/** @brief ` (variant "a", load = 0.5)`; empty for the only configuration of a scenario. */
std::string
Naming(const Configuration& configuration)
{
    std::string text = configuration.variant.empty() ? "" : "variant " + configuration.variant;
    for (const auto& [name, value] : configuration.parameters)
    {
        text += text.empty() ? "" : ", ";
        text += name;
        text += " = ";
        text += value;
    }
    return text.empty() ? "" : " (" + text + ")";
}

/** @brief Names tell the nodes, positions the links. */
std::string
TopologyOf(const ScenarioRun& run)
{
    std::string text;
    for (const NodeSpec& node : run.nodes)
    {
        text += node.name + "\n";
    }
    for (const LinkSpec& link : run.links)
    {
        text += std::to_string(link.a) + "-" + std::to_string(link.b) + "\n";
    }
    return text;
}

/** @brief The configurations that a claim needs, in their order. */
std::set<std::size_t>
NeededBy(const Claim& claim, const ExperimentPlan& plan)
{
    std::set<std::size_t> needed;
    for (const std::string& variant : plan.variants)
    {
        for (const NamedTexts& point : plan.points)
        {
            if (!IsAbout(claim, variant, point))
            {
                continue;
            }
            const bool isAlone = claim.comparison == Comparison::Alone;
            for (const std::string& one : {variant, isAlone ? variant : claim.reference})
            {
                if (const auto configuration = plan.Find(one, point))
                {
                    needed.insert(*configuration);
                }
            }
        }
    }
    return needed;
}

/** @brief The claims, and last the metric whose precision is asked for as if it were one. */
std::vector<Claim>
AskedOf(const ExperimentPlan& plan)
{
    std::vector<Claim> asked = plan.claims;
    if (plan.precision)
    {
        asked.emplace_back().metric = plan.precision->metric;
    }
    return asked;
}

} // namespace

ConfigurationTrials::ConfigurationTrials(RunTrial trial) : m_trial(std::move(trial)) {}

bool
ConfigurationTrials::IsWorthwhile(const ScenarioRun& run)
{
    return m_trial && (run.nodes.size() <= kTrialNodeLimit ||
                       m_triedTopologies.insert(TopologyOf(run)).second);
}

void
ConfigurationTrials::Add(Severity severity,
                         const RunFault& fault,
                         std::size_t configuration,
                         const SourceMap& sources)
{
    const auto [known, isNew] =
        m_known.emplace(std::pair(fault.pointer, fault.message), m_findings.size());
    if (isNew)
    {
        const SourcePlace place = sources.At(fault.pointer);
        m_findings.push_back(
            {{severity, place.file, place.value, fault.pointer, fault.message}, configuration, 0});
    }
    ++m_findings[known->second].count;
}

void
ConfigurationTrials::Try(const ScenarioRun& run,
                         const ExperimentPlan& plan,
                         const SourceMap& sources)
{
    if (!IsWorthwhile(run))
    {
        return;
    }
    ++m_tried;
    const std::size_t configuration = plan.configurations.size();
    TrialReport report = m_trial(run, AskedOf(plan));
    for (const RunFault& fault : report.faults)
    {
        Add(Severity::Error, fault, configuration, sources);
    }
    if (!report.failure.empty())
    {
        Add(Severity::Warning,
            {"", "building the run failed: " + report.failure},
            configuration,
            sources);
    }
    if (!report.claims.empty())
    {
        m_claimFaults.emplace(configuration, std::move(report.claims));
    }
}

void
ConfigurationTrials::Report(const ExperimentPlan& plan, const ReadContext& context) const
{
    for (const Finding& finding : m_findings)
    {
        Diagnostic diagnostic = finding.diagnostic;
        diagnostic.message +=
            finding.count == m_tried ? "" : Naming(plan.configurations[finding.first]);
        context.diagnostics.Add(std::move(diagnostic));
    }
    ReportClaims(plan, context);
    ReportPrecision(plan, context);
}

void
ConfigurationTrials::ReportPrecision(const ExperimentPlan& plan, const ReadContext& context) const
{
    for (const auto& [configuration, faults] : m_claimFaults)
    {
        if (plan.precision && !faults.back().empty())
        {
            context.Error("/precision/metric",
                          faults.back() + (m_claimFaults.size() == 1
                                               ? ""
                                               : Naming(plan.configurations[configuration])));
            return;
        }
    }
}

void
ConfigurationTrials::ReportClaims(const ExperimentPlan& plan, const ReadContext& context) const
{
    for (std::size_t i = 0; !m_claimFaults.empty() && i < plan.claims.size(); ++i)
    {
        std::vector<std::size_t> faulty;
        const std::set<std::size_t> needed = NeededBy(plan.claims[i], plan);
        for (const std::size_t configuration : needed)
        {
            const auto faults = m_claimFaults.find(configuration);
            if (faults != m_claimFaults.end() && !faults->second[i].empty())
            {
                faulty.push_back(configuration);
            }
        }
        if (!faulty.empty())
        {
            const bool isEverywhere = faulty.size() == needed.size();
            context.Error(ChildPointer(ChildPointer("/claims", i), "metric"),
                          m_claimFaults.at(faulty.front())[i] +
                              (isEverywhere ? "" : Naming(plan.configurations[faulty.front()])));
        }
    }
}

} // namespace nexsim
