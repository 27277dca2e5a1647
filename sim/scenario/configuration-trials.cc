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
        text += (text.empty() ? "" : ", ") + name + " = " + value;
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

} // namespace

ConfigurationTrials::ConfigurationTrials(RunTrial trial) : m_trial(std::move(trial)) {}

bool
ConfigurationTrials::IsWorthwhile(const ScenarioRun& run)
{
    return m_trial && (run.nodes.size() <= kTrialNodeLimit ||
                       m_triedTopologies.insert(TopologyOf(run)).second);
}

void
ConfigurationTrials::Try(const ScenarioRun& run,
                         const Configuration& configuration,
                         const ExperimentPlan& plan,
                         const ReadContext& context)
{
    if (!IsWorthwhile(run))
    {
        return;
    }
    TrialReport report = m_trial(run, plan.claims);
    for (const RunFault& fault : report.faults)
    {
        // A place tells which configuration is meant; without one the message must.
        context.Error(fault.pointer,
                      fault.message + (fault.pointer.empty() ? Naming(configuration) : ""));
    }
    if (!report.failure.empty())
    {
        context.Warning("", "building the run failed: " + report.failure + Naming(configuration));
    }
    if (!report.claims.empty())
    {
        m_claimFaults.emplace(plan.configurations.size(), std::move(report.claims));
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
