// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/experiment-difference.h"

#include "sim/repeat/finished-run.h"
#include "sim/results/format-quantity.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

namespace nexsim
{

namespace
{

constexpr std::size_t kPairsShown = 10; //!< pairs that are listed

using Key = std::tuple<std::string, NamedTexts, std::int64_t>;

Key
KeyOf(const RunRecord& record)
{
    return {record.variant, record.parameters, record.replication};
}

std::map<Key, const RunRecord*>
ByKey(const FinishedExperiment& experiment)
{
    std::map<Key, const RunRecord*> runs;
    for (const RunRecord& record : experiment.runs)
    {
        runs[KeyOf(record)] = &record;
    }
    return runs;
}

bool
AreEqual(const RunRecord& a, const RunRecord& b)
{
    const auto hashes = [](const RunRecord& record) {
        const FingerprintRecord& f = record.fingerprint;
        return std::tuple(f.trajectory, f.wire, f.drops, f.scalars);
    };
    return hashes(a) == hashes(b);
}

/** @brief The metric of both whose values differ most, relative to the larger of them. */
std::optional<std::pair<Metric, Metric>>
LargestChange(const RunRecord& a, const RunRecord& b)
{
    std::optional<std::pair<Metric, Metric>> largest;
    double most = 0;
    for (const Metric& mine : a.metrics)
    {
        const auto other = b.metrics.Find(mine.path);
        if (!other)
        {
            continue;
        }
        const double x = ToDouble(mine.value);
        const double y = ToDouble(other->value);
        const double change = x == y ? 0 : std::abs(x - y) / std::max(std::abs(x), std::abs(y));
        if (change > most)
        {
            most = change;
            largest = std::pair(mine, *other);
        }
    }
    return largest;
}

std::string
Value(const Metric& metric)
{
    return FormatPrecisely(ToDouble(metric.value), metric.unit);
}

std::string
DifferentPairs(const ExperimentDifference& difference)
{
    TextTable table;
    table.AddColumn("different", Align::Left);
    table.AddColumn("most in", Align::Left);
    table.AddColumn("a", Align::Right);
    table.AddColumn("b", Align::Right);
    for (std::size_t i = 0; i < std::min(kPairsShown, difference.different.size()); ++i)
    {
        const RunPair& pair = difference.different[i];
        const auto change = LargestChange(*pair.a, *pair.b);
        table.AddRow({WhichRun(*pair.a),
                      change ? change->first.path : "events only",
                      change ? Value(change->first) : "",
                      change ? Value(change->second) : ""});
    }
    return table.ToText();
}

std::string
AloneText(const ExperimentDifference& difference)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(kPairsShown, difference.alone.size()); ++i)
    {
        const RunPair& pair = difference.alone[i];
        text += fmt::format("only in {}: {}\n",
                            pair.a != nullptr ? "a" : "b",
                            WhichRun(pair.a != nullptr ? *pair.a : *pair.b));
    }
    return text;
}

/** @brief Why the two may differ, or not be comparable, before any run is looked at. */
std::string
Remarks(const FinishedExperiment& a, const FinishedExperiment& b)
{
    std::string text;
    const auto version = [](const FinishedExperiment& one) {
        return one.runs.front().provenance.resultsVersion;
    };
    if (version(a) != version(b))
    {
        text += Wrapped(fmt::format("a has results version {}, b {}: the same scenario may give "
                                    "other numbers, and fingerprints are not comparable",
                                    version(a),
                                    version(b)));
    }
    if (a.name != b.name)
    {
        text += Wrapped(fmt::format("they are of different scenarios, {} and {}: runs pair only "
                                    "where variant, parameters and replication are the same",
                                    a.name,
                                    b.name));
    }
    return text;
}

} // namespace

ExperimentDifference
CompareExperiments(const FinishedExperiment& a, const FinishedExperiment& b)
{
    ExperimentDifference difference;
    std::map<Key, const RunRecord*> others = ByKey(b);
    for (const RunRecord& record : a.runs)
    {
        const auto other = others.find(KeyOf(record));
        if (other == others.end())
        {
            difference.alone.push_back({&record, nullptr});
            continue;
        }
        if (AreEqual(record, *other->second))
        {
            ++difference.equal;
        }
        else
        {
            difference.different.push_back({&record, other->second});
        }
        others.erase(other);
    }
    for (const RunRecord& record : b.runs)
    {
        if (others.count(KeyOf(record)) > 0)
        {
            difference.alone.push_back({nullptr, &record});
        }
    }
    return difference;
}

std::string
ToText(const FinishedExperiment& a,
       const FinishedExperiment& b,
       const ExperimentDifference& difference)
{
    std::string text =
        fmt::format("a {}: {} runs\nb {}: {} runs\n{} equal, {} different, {} without a "
                    "partner of the same variant, parameters and replication\n",
                    a.folder,
                    a.runs.size(),
                    b.folder,
                    b.runs.size(),
                    difference.equal,
                    difference.different.size(),
                    difference.alone.size()) +
        Remarks(a, b);
    if (!difference.different.empty())
    {
        const RunPair& first = difference.different.front();
        text += "\n" + DifferentPairs(difference) +
                fmt::format("\nfor the first event in which the first of them differ:\n"
                            "  nexsim diff {}/runs/{} {}/runs/{}\n",
                            a.folder,
                            first.a->id,
                            b.folder,
                            first.b->id);
    }
    const std::string alone = AloneText(difference);
    return text + (alone.empty() ? "" : "\n" + alone);
}

} // namespace nexsim
