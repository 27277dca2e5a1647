// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLAN_BUILDER_H
#define NEXSIM_PLAN_BUILDER_H

#include "sim/scenario/configuration-trials.h"
#include "sim/scenario/cost-profile.h"
#include "sim/scenario/diagnostics.h"
#include "sim/scenario/experiment-plan.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/run-filter.h"
#include "sim/scenario/run-resolver.h"
#include "sim/scenario/run-review.h"
#include "sim/scenario/sweep-plan.h"
#include "sim/scenario/type-catalogue.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Makes the plan of an experiment from a scenario's document: variants x points, each checked.
 */
class PlanBuilder
{
  public:
    /**
     * @param scenario the whole document, with the overrides of experiment keys applied
     * @param overrides of keys of runs and of parameters
     * @param only as behind --only; empty for all
     */
    PlanBuilder(const Json& scenario,
                const SourceMap& sources,
                const std::vector<Assignment>& overrides,
                const std::string& only,
                const FileFinder& files,
                Diagnostics& diagnostics);

    /**
     * @brief Called once.
     * @param review of each configuration, whose words become warnings; may be empty
     * @param trial of configurations, whose faults become errors; may be empty
     * @return nothing after an error
     */
    std::optional<ExperimentPlan> Build(const RunReview& review, const RunTrial& trial);

  private:
    bool ReadPoints();
    void AddVariant(const std::string& name);
    std::set<std::string> DependentOn(const std::set<std::string>& idle,
                                      const VariantDocument& variant) const;
    void AddConfiguration(const VariantDocument& variant,
                          const SweepPoint& point,
                          NamedTexts labels);
    void WarnOfUnused();
    void ListRuns();

    const Json& m_scenario;
    const SourceMap& m_sources;
    const FileFinder& m_files;
    Diagnostics& m_diagnostics;
    ReadContext m_context;
    RunResolver m_resolver;
    RunFilter m_filter;
    TypeCatalogue m_catalogue;
    CostProfileReader m_profiles;
    std::vector<SweepPoint> m_points;
    std::set<std::string> m_used;                            //!< parameters, by any variant
    std::map<std::size_t, std::set<int64_t>> m_replications; //!< by configuration
    int64_t m_largestCount = 1; //!< of replications that a filter may choose from
    RunReview m_review;
    ConfigurationTrials m_trials;
    ExperimentPlan m_plan;
};

} // namespace nexsim

#endif // NEXSIM_PLAN_BUILDER_H
