// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/verdicts.h"

#include "sim/experiment/precision.h"
#include "sim/results/unpassed-stage.h"
#include "sim/run/path-pattern.h"
#include "sim/run/window-name.h"
#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <map>

namespace nexsim
{

namespace
{

/** @brief The records by configuration and replication. */
class RecordIndex
{
  public:
    RecordIndex(const ExperimentPlan& plan, const Experiment& experiment) : m_plan(plan)
    {
        for (std::size_t run = 0; run < plan.runs.size(); ++run)
        {
            const RunPlan& entry = plan.runs[run];
            m_records[{entry.configuration, entry.replication}] = experiment.Record(run);
        }
    }

    const RunRecord& Find(const ClaimQuery& query) const
    {
        const auto configuration = m_plan.Find(query.variant, query.point);
        if (!configuration)
        {
            throw ClaimError("its runs were left out by --only");
        }
        const auto found = m_records.find({*configuration, query.replication});
        if (found == m_records.end() || found->second == nullptr)
        {
            throw ClaimError(fmt::format("replication {} of {} has no result",
                                         query.replication,
                                         query.variant.empty() ? "the run" : query.variant));
        }
        return *found->second;
    }

  private:
    const ExperimentPlan& m_plan;
    std::map<std::pair<std::size_t, std::int64_t>, const RunRecord*> m_records;
};

std::vector<Metric>
Matching(const RunRecord& record, const ClaimQuery& query)
{
    std::string path = StatisticPath(query.metric, query.stat);
    if (query.during)
    {
        path = WindowPath(path, *query.during);
    }
    std::vector<Metric> found;
    for (const Metric& metric : record.metrics)
    {
        if (MatchesPath(path, metric.path))
        {
            found.push_back(metric);
        }
    }
    const auto statistic = found.empty() ? StatisticOfUnpassedStage(record.metrics, path)
                                         : std::optional<std::string_view>();
    if (statistic == "mean" || statistic == "max")
    {
        found.push_back({path, std::int64_t{0}, "ps"});
    }
    else if (statistic)
    {
        throw ClaimError(fmt::format("no packet has passed this stage, so that there is no {}; its "
                                     "mean and max are 0",
                                     *statistic));
    }
    else if (found.empty())
    {
        throw ClaimError(fmt::format("no metric {}{}; nexsim list --metrics shows all",
                                     Quoted(path),
                                     SuggestPattern(path, record.metrics.GetPaths())));
    }
    return found;
}

Draws
DrawsOf(const Experiment& experiment, std::size_t runs)
{
    for (std::size_t run = 0; run < runs; ++run)
    {
        const RunRecord* record = experiment.Record(run);
        if (record != nullptr && record->draws == Draws::Random)
        {
            return Draws::Random;
        }
    }
    return Draws::None;
}

} // namespace

std::vector<ClaimResult>
EvaluateClaims(const ExperimentPlan& plan, const Experiment& experiment)
{
    const RecordIndex index(plan, experiment);
    const ClaimPlan claims{plan.variants,
                           plan.points,
                           plan.replications,
                           DrawsOf(experiment, plan.runs.size()),
                           plan.precision ? ReplicationsByPoint(plan)
                                          : std::vector<std::int64_t>()};
    const ClaimLookup lookup = [&](const ClaimQuery& query) {
        return Matching(index.Find(query), query);
    };
    std::vector<ClaimResult> results;
    for (const Claim& claim : plan.claims)
    {
        results.push_back(EvaluateClaim(claim, claims, lookup));
    }
    return results;
}

} // namespace nexsim
