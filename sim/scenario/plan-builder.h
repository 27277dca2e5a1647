// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLAN_BUILDER_H
#define NEXSIM_PLAN_BUILDER_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/experiment-plan.h"
#include "sim/scenario/expression.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/read-context.h"
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
     */
    PlanBuilder(const Json& scenario,
                const SourceMap& sources,
                const std::vector<Assignment>& overrides,
                const FileFinder& files,
                Diagnostics& diagnostics);

    /**
     * @param only as behind --only; empty for all
     * @param review of each configuration, whose words become warnings; may be empty
     */
    std::optional<ExperimentPlan> Build(const std::string& only, const RunReview& review);

  private:
    std::optional<Expression> ReadOnly(const std::string& only);
    bool ReadPoints();
    void AddVariant(const std::string& name);
    std::set<std::string> DependentOn(const std::set<std::string>& idle,
                                      const VariantDocument& variant) const;
    std::vector<int64_t> Wanted(const std::string& variant,
                                const std::vector<ParameterValue>& parameters);
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
    TypeCatalogue m_catalogue;
    std::optional<Expression> m_only;
    std::vector<SweepPoint> m_points;
    std::set<std::string> m_used;                            //!< parameters, by any variant
    std::map<std::size_t, std::set<int64_t>> m_replications; //!< by configuration
    RunReview m_review;
    ExperimentPlan m_plan;
};

} // namespace nexsim

#endif // NEXSIM_PLAN_BUILDER_H
