// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/variant-comparison.h"

#include "sim/experiment/cell-pairing.h"
#include "sim/run/path-pattern.h"
#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace nexsim
{

namespace
{

/** @brief A metric by replication. */
struct Sample
{
    std::map<std::int64_t, double> values;
    std::string unit;
};

/** @brief Nothing when one of the runs does not have the metric. */
std::optional<Sample>
SampleOf(const RunCell& cell, const std::string& path)
{
    Sample sample;
    for (const RunRecord* run : cell.runs)
    {
        const std::optional<Metric> metric = run->metrics.Find(path);
        if (!metric)
        {
            return std::nullopt;
        }
        // Ratios are measured in parts per thousand million; nobody reads them so.
        const bool isRatio = metric->unit == "ppb";
        sample.values[run->replication] = ToDouble(metric->value) / (isRatio ? 1e9 : 1);
        sample.unit = isRatio ? "1" : metric->unit;
    }
    return sample;
}

NamedTexts
ParametersOf(const RunCell& cell, const RunCell& baseline)
{
    NamedTexts parameters = cell.Parameters();
    for (const auto& parameter : baseline.Parameters())
    {
        const bool isKnown =
            std::any_of(parameters.begin(), parameters.end(), [&parameter](const auto& mine) {
                return mine.first == parameter.first;
            });
        if (!isKnown)
        {
            parameters.push_back(parameter);
        }
    }
    return parameters;
}

/** @brief The paths of an experiment's metrics in the order of the runs that have them first. */
std::vector<std::string>
AllPaths(const std::vector<RunCell>& cells)
{
    std::vector<std::string> paths;
    std::set<std::string> known;
    for (const RunCell& cell : cells)
    {
        for (const std::string& path : cell.runs.front()->metrics.GetPaths())
        {
            if (known.insert(path).second)
            {
                paths.push_back(path);
            }
        }
    }
    return paths;
}

/** @brief Of each entry of the traffic, as far as it has them. */
std::vector<std::string>
MainMetrics(const std::vector<const RunRecord*>& records)
{
    std::vector<std::string> metrics;
    for (const std::string& traffic : TrafficOf(records))
    {
        for (const char* name :
             {"throughput", "loss", "latency/mean", "latency/p50", "latency/p99"})
        {
            const std::string path = traffic + "/" + name;
            if (std::any_of(records.begin(), records.end(), [&path](const RunRecord* record) {
                    return record->metrics.Find(path).has_value();
                }))
            {
                metrics.push_back(path);
            }
        }
    }
    return metrics;
}

std::vector<std::string>
ChosenPaths(const std::vector<RunCell>& cells, const std::vector<std::string>& patterns)
{
    const std::vector<std::string> all = AllPaths(cells);
    std::vector<std::string> chosen;
    for (const std::string& pattern : patterns)
    {
        bool any = false;
        for (const std::string& path : all)
        {
            const bool fits = MatchesPath(pattern, path);
            any = any || fits;
            if (fits && std::find(chosen.begin(), chosen.end(), path) == chosen.end())
            {
                chosen.push_back(path);
            }
        }
        if (!any)
        {
            throw ComparisonError(fmt::format("no metric is called {}{}",
                                              Quoted(pattern),
                                              SuggestPattern(pattern, all)));
        }
    }
    return chosen;
}

Direction
ChosenDirection(const ComparisonRequest& request, const std::string& path)
{
    const auto names = [&path](const std::vector<std::string>& patterns) {
        return std::any_of(patterns.begin(), patterns.end(), [&path](const std::string& pattern) {
            return MatchesPath(pattern, path);
        });
    };
    return names(request.lower)    ? Direction::Lower
           : names(request.higher) ? Direction::Higher
                                   : DirectionOf(path);
}

/** @brief Over the replications that both have; nothing when they have none in common. */
std::optional<PairedComparison>
Pair(const Sample& sample, const Sample& baseline, Draws draws, Direction direction)
{
    std::vector<double> values;
    std::vector<double> reference;
    for (const auto& [replication, value] : sample.values)
    {
        const auto other = baseline.values.find(replication);
        if (other != baseline.values.end())
        {
            values.push_back(value);
            reference.push_back(other->second);
        }
    }
    return values.empty() ? std::nullopt
                          : std::optional(Compare(values, reference, draws, direction));
}

Draws
DrawsOf(const RunCell& a, const RunCell& b)
{
    const auto draws = [](const RunCell& cell) {
        return std::any_of(cell.runs.begin(), cell.runs.end(), [](const RunRecord* run) {
            return run->draws == Draws::Random;
        });
    };
    return draws(a) || draws(b) ? Draws::Random : Draws::None;
}

ComparedMetric
CompareIn(const std::string& path,
          const std::vector<RunCell>& cells,
          const std::string& baseline,
          Direction direction)
{
    ComparedMetric metric{path, "", direction, {}};
    const std::set<std::string> swept = SweptParameters(cells);
    for (const RunCell& base : cells)
    {
        const auto reference =
            base.Variant() == baseline ? SampleOf(base, path) : std::optional<Sample>();
        for (const RunCell& cell : cells)
        {
            if (!reference || cell.Variant() == baseline || !AreAtOnePoint(cell, base, swept))
            {
                continue;
            }
            const auto sample = SampleOf(cell, path);
            const auto result =
                sample ? Pair(*sample, *reference, DrawsOf(cell, base), direction) : std::nullopt;
            if (result)
            {
                metric.unit = reference->unit;
                metric.rows.push_back(
                    {cell.label, base.label, cell.Variant(), ParametersOf(cell, base), *result});
            }
        }
    }
    return metric;
}

void
JudgeAll(VariantComparison& comparison)
{
    std::vector<PairedComparison> all;
    for (const ComparedMetric& metric : comparison.metrics)
    {
        for (const ComparedVariant& row : metric.rows)
        {
            all.push_back(row.result);
        }
    }
    JudgeTogether(all, comparison.margin);
    auto next = all.begin();
    for (ComparedMetric& metric : comparison.metrics)
    {
        for (ComparedVariant& row : metric.rows)
        {
            row.result = *next++;
        }
    }
}

} // namespace

VariantComparison
CompareVariants(const FinishedExperiment& experiment, const ComparisonRequest& request)
{
    const std::vector<const RunRecord*> records = experiment.Records();
    const std::vector<RunCell> cells = CellsOf(records);
    VariantComparison comparison{BaselineOf(cells, request.baseline), request.margin, {}};
    const std::vector<std::string> paths =
        ChosenPaths(cells, request.metrics.empty() ? MainMetrics(records) : request.metrics);
    for (const std::string& path : paths)
    {
        ComparedMetric metric =
            CompareIn(path, cells, comparison.baseline, ChosenDirection(request, path));
        if (!metric.rows.empty())
        {
            comparison.metrics.push_back(std::move(metric));
        }
    }
    if (comparison.metrics.empty())
    {
        throw ComparisonError(fmt::format("variant {} and the others have none of these metrics in "
                                          "common at any sweep point",
                                          Quoted(comparison.baseline)));
    }
    JudgeAll(comparison);
    return comparison;
}

} // namespace nexsim
