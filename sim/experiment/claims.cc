// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/claims.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

/** @brief One number per replication, with its unit. */
struct Samples
{
    std::vector<double> values;
    std::string unit;
};

double
Combine(const std::vector<Metric>& metrics, Across across)
{
    double combined = ToDouble(metrics.front().value);
    for (std::size_t i = 1; i < metrics.size(); ++i)
    {
        const double value = ToDouble(metrics[i].value);
        combined = across == Across::Max   ? std::max(combined, value)
                   : across == Across::Min ? std::min(combined, value)
                                           : combined + value;
    }
    return across == Across::Mean ? combined / static_cast<double>(metrics.size()) : combined;
}

Metric
Reduce(const std::vector<Metric>& metrics, const Claim& claim)
{
    if (metrics.empty())
    {
        throw ClaimError(
            fmt::format("nothing matches metric '{}'", StatisticPath(claim.metric, claim.stat)));
    }
    if (metrics.size() > 1 && claim.across == Across::One)
    {
        throw ClaimError(fmt::format("'{}' matches {} metrics ('{}', '{}'...); 'across' would say "
                                     "how they become one",
                                     claim.metric,
                                     metrics.size(),
                                     metrics[0].path,
                                     metrics[1].path));
    }
    for (const Metric& metric : metrics)
    {
        if (metric.unit != metrics[0].unit)
        {
            throw ClaimError(fmt::format("'{}' is in {} but '{}' in {}",
                                         metrics[0].path,
                                         metrics[0].unit,
                                         metric.path,
                                         metric.unit));
        }
    }
    return {claim.metric, Combine(metrics, claim.across), metrics[0].unit};
}

Samples
Collect(const Claim& claim,
        const ClaimPlan& plan,
        const ClaimLookup& lookup,
        const std::string& variant,
        const NamedTexts& point)
{
    Samples samples;
    for (std::int64_t r = 0; r < plan.ReplicationsAt(point); ++r)
    {
        const Metric metric =
            Reduce(lookup({variant, point, r, claim.metric, claim.stat, claim.during}), claim);
        // Ratios are measured in parts per thousand million; nobody writes bounds so.
        const bool isRatio = metric.unit == "ppb";
        samples.values.push_back(ToDouble(metric.value) / (isRatio ? 1e9 : 1.0));
        samples.unit = isRatio ? "1" : metric.unit;
    }
    return samples;
}

/** @brief Bounds are written in the metric's unit; numbers of things may do without one. */
void
CheckUnit(const ClaimCell& cell, const Claim& claim)
{
    const bool isCount = cell.unit == "1" || cell.unit == "packets" || cell.unit == "events";
    if (claim.unit.empty() || claim.unit == cell.unit || (claim.unit == "1" && isCount))
    {
        return;
    }
    throw ClaimError(fmt::format("'{}' is in {}, but the bounds are {}",
                                 StatisticPath(claim.metric, claim.stat),
                                 cell.unit,
                                 claim.unit == "1" ? "plain numbers" : "in " + claim.unit));
}

void
Fill(ClaimCell& cell, const Claim& claim, const ClaimPlan& plan, const ClaimLookup& lookup)
{
    const Samples samples = Collect(claim, plan, lookup, cell.variant, cell.point);
    cell.unit = samples.unit;
    if (claim.comparison == Comparison::Alone)
    {
        cell.interval = MeanInterval(samples.values, plan.draws);
        CheckUnit(cell, claim);
        return;
    }
    const Samples reference = Collect(claim, plan, lookup, claim.reference, cell.point);
    if (claim.comparison == Comparison::Minus)
    {
        cell.interval = DifferenceInterval(samples.values, reference.values, plan.draws);
        CheckUnit(cell, claim);
        return;
    }
    cell.unit = "1";
    CheckUnit(cell, claim);
    try
    {
        cell.interval = RatioInterval(samples.values, reference.values, plan.draws);
    }
    catch (const ZeroDenominator& error)
    {
        throw ClaimError(
            fmt::format("the denominator '{}' of variant '{}' is zero in replication {}",
                        StatisticPath(claim.metric, claim.stat),
                        claim.reference,
                        error.GetReplication()));
    }
}

ClaimCell
Evaluate(const std::string& variant,
         const NamedTexts& point,
         const Claim& claim,
         const ClaimPlan& plan,
         const ClaimLookup& lookup)
{
    ClaimCell cell;
    cell.variant = variant;
    cell.point = point;
    try
    {
        Fill(cell, claim, plan, lookup);
        cell.verdict = Judge(cell.interval, claim.bounds);
    }
    catch (const ClaimError& error)
    {
        cell.error = error.what();
    }
    return cell;
}

} // namespace

std::int64_t
ClaimPlan::ReplicationsAt(const NamedTexts& point) const
{
    const auto place = std::find(points.begin(), points.end(), point) - points.begin();
    return atPoints.empty() ? replications : atPoints.at(static_cast<std::size_t>(place));
}

const char*
ToText(Verdict verdict)
{
    switch (verdict)
    {
    case Verdict::Held:
        return "held";
    case Verdict::Broken:
        return "broken";
    case Verdict::Undecided:
        return "undecided";
    case Verdict::Failed:
        break;
    }
    return "failed";
}

Verdict
Judge(const Interval& interval, const Bounds& bounds)
{
    if (!interval.known)
    {
        return Verdict::Undecided;
    }
    if ((bounds.min && interval.high < *bounds.min) || (bounds.max && interval.low > *bounds.max))
    {
        return Verdict::Broken;
    }
    const bool inside = (!bounds.min || interval.low >= *bounds.min) &&
                        (!bounds.max || interval.high <= *bounds.max);
    return inside ? Verdict::Held : Verdict::Undecided;
}

ClaimResult
EvaluateClaim(const Claim& claim, const ClaimPlan& plan, const ClaimLookup& lookup)
{
    ClaimResult result;
    result.claim = claim;
    for (const std::string& variant : plan.variants)
    {
        for (const NamedTexts& point : plan.points)
        {
            if (IsAbout(claim, variant, point))
            {
                result.cells.push_back(Evaluate(variant, point, claim, plan, lookup));
            }
        }
    }
    for (const Verdict verdict :
         {Verdict::Failed, Verdict::Broken, Verdict::Undecided, Verdict::Held})
    {
        const bool any =
            std::any_of(result.cells.begin(), result.cells.end(), [verdict](const ClaimCell& cell) {
                return cell.verdict == verdict;
            });
        if (any)
        {
            result.verdict = verdict;
            return result;
        }
    }
    return result;
}

} // namespace nexsim
