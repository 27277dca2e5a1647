// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/record-difference.h"

#include "sim/results/format-quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace nexsim
{

namespace
{

void
AddIfDifferent(std::vector<NamedDifference>& differences,
               const std::string& name,
               const std::string& a,
               const std::string& b)
{
    if (a != b)
    {
        differences.push_back({name, a, b});
    }
}

void
CompareFingerprints(const RunRecord& a, const RunRecord& b, RecordDifference& difference)
{
    const auto compare = [&](const char* name, std::uint64_t hashA, std::uint64_t hashB) {
        if (hashA != hashB)
        {
            difference.ingredients.emplace_back(name);
        }
    };
    compare("trajectory", a.fingerprint.trajectory, b.fingerprint.trajectory);
    compare("wire", a.fingerprint.wire, b.fingerprint.wire);
    compare("drops", a.fingerprint.drops, b.fingerprint.drops);
    difference.eventsDiffer = !difference.ingredients.empty() || a.hashedEvents != b.hashedEvents;
    compare("scalars", a.fingerprint.scalars, b.fingerprint.scalars);
}

void
CompareProvenance(const Provenance& a, const Provenance& b, RecordDifference& difference)
{
    auto& differences = difference.provenance;
    AddIfDifferent(differences, "version", a.version, b.version);
    AddIfDifferent(differences, "git", a.git, b.git);
    AddIfDifferent(differences, "compiler", a.compiler, b.compiler);
    AddIfDifferent(differences, "build", a.build, b.build);
    AddIfDifferent(differences, "ns-3", a.ns3, b.ns3);
    AddIfDifferent(differences,
                   "results version",
                   std::to_string(a.resultsVersion),
                   std::to_string(b.resultsVersion));
}

void
CompareInputs(const RunRecord& a, const RunRecord& b, RecordDifference& difference)
{
    std::map<std::string, std::pair<std::string, std::string>> hashes;
    for (const InputRecord& input : a.inputs)
    {
        hashes[input.kind + " " + input.name].first = input.hash;
    }
    for (const InputRecord& input : b.inputs)
    {
        hashes[input.kind + " " + input.name].second = input.hash;
    }
    for (const auto& [name, hash] : hashes)
    {
        AddIfDifferent(difference.inputs, name, hash.first, hash.second);
    }
}

std::string
OutcomeText(const RunRecord& record)
{
    return record.outcome == ExitCode::Done
               ? "done"
               : fmt::format("exit code {}: {}", ToInt(record.outcome), record.reason);
}

std::string
TimeText(std::int64_t picoseconds)
{
    return FormatPrecisely(static_cast<double>(picoseconds), "ps");
}

void
CompareMetrics(const RunRecord& a, const RunRecord& b, RecordDifference& difference)
{
    for (const Metric& metric : a.metrics)
    {
        const std::optional<Metric> other = b.metrics.Find(metric.path);
        if (!other)
        {
            difference.onlyA.push_back(metric.path);
            continue;
        }
        ++difference.comparedMetrics;
        if (metric.value != other->value)
        {
            difference.metrics.push_back(
                {metric.path, metric.unit, ToDouble(metric.value), ToDouble(other->value)});
        }
    }
    for (const Metric& metric : b.metrics)
    {
        if (!a.metrics.Find(metric.path))
        {
            difference.onlyB.push_back(metric.path);
        }
    }
    std::stable_sort(difference.metrics.begin(),
                     difference.metrics.end(),
                     [](const MetricDifference& x, const MetricDifference& y) {
                         return x.Relative() > y.Relative();
                     });
}

/** @brief The run's own part first, its pointers being those of the scenario. */
std::vector<JsonDifference>
CompareDocuments(Json a, Json b)
{
    std::vector<JsonDifference> differences = FindDifferences(a["run"], b["run"]);
    a.erase("run");
    b.erase("run");
    for (JsonDifference& difference : FindDifferences(a, b))
    {
        differences.push_back(std::move(difference));
    }
    return differences;
}

bool
HaveSameEvents(const FingerprintRecord& a, const FingerprintRecord& b)
{
    return a.trajectory == b.trajectory && a.wire == b.wire && a.drops == b.drops;
}

} // namespace

double
MetricDifference::Relative() const
{
    const double larger = std::max(std::abs(a), std::abs(b));
    return larger > 0 ? std::abs(b - a) / larger : 0;
}

RecordDifference
CompareRecords(const FinishedRun& a, const FinishedRun& b)
{
    RecordDifference difference;
    const RunRecord& recordA = a.record;
    const RunRecord& recordB = b.record;
    difference.isComparable =
        recordA.provenance.resultsVersion == recordB.provenance.resultsVersion;
    CompareFingerprints(recordA, recordB, difference);
    CompareProvenance(recordA.provenance, recordB.provenance, difference);
    CompareInputs(recordA, recordB, difference);
    AddIfDifferent(difference.endings, "outcome", OutcomeText(recordA), OutcomeText(recordB));
    AddIfDifferent(difference.endings,
                   "simulated time",
                   TimeText(recordA.simulatedPs),
                   TimeText(recordB.simulatedPs));
    CompareMetrics(recordA, recordB, difference);
    difference.documents = CompareDocuments(Json::parse(a.document), Json::parse(b.document));
    return difference;
}

EventWindow
FindDivergingWindow(const RunRecord& a, const RunRecord& b)
{
    EventWindow window{0, std::max(a.hashedEvents, b.hashedEvents)};
    if (a.provenance.resultsVersion != b.provenance.resultsVersion)
    {
        return window;
    }
    std::map<std::uint64_t, const FingerprintRecord*> ofB;
    for (const CheckpointRecord& checkpoint : b.checkpoints)
    {
        ofB[checkpoint.events] = &checkpoint.fingerprint;
    }
    ofB[b.hashedEvents] = &b.fingerprint;
    std::map<std::uint64_t, const FingerprintRecord*> ofA;
    for (const CheckpointRecord& checkpoint : a.checkpoints)
    {
        ofA[checkpoint.events] = &checkpoint.fingerprint;
    }
    ofA[a.hashedEvents] = &a.fingerprint;
    for (const auto& [events, fingerprint] : ofA)
    {
        const auto other = ofB.find(events);
        if (other == ofB.end())
        {
            continue;
        }
        if (!HaveSameEvents(*fingerprint, *other->second))
        {
            window.to = events;
            break;
        }
        window.from = events;
    }
    return window;
}

} // namespace nexsim
