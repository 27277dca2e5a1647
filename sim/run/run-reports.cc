// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-reports.h"

#include "models/base/hash.h"
#include "models/host/host.h"
#include "sim/scenario/cost-value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace nexsim
{

namespace
{

/** @brief The last part of a path. */
bool
IsNamed(const std::string& path, std::string_view name)
{
    return path.size() > name.size() &&
           path.compare(path.size() - name.size(), name.size(), name) == 0 &&
           path[path.size() - name.size() - 1] == '/';
}

std::string
ParentOf(const std::string& path)
{
    return path.substr(0, path.rfind('/'));
}

/** @brief By the hash of the entry's path. */
std::map<uint64_t, int64_t>
CensoredPackets(RunContext& run)
{
    std::map<uint64_t, int64_t> censored;
    for (FlowIndex flow = 0; flow < run.Flows().Size(); ++flow)
    {
        const FlowRecord& record = run.Flows()[flow];
        if (record.measuredInside != 0)
        {
            censored[record.traffic] += record.measuredInside;
        }
    }
    return censored;
}

/** @brief A statistic of the time that an entry's packets spent in one stage. */
struct StageStatistic
{
    std::string_view name;
    std::string_view meaning;
    MetricValue (*value)(const TrafficEntry& entry, size_t stage);
};

const LogLinearHistogram&
TimesIn(const TrafficEntry& entry, size_t stage)
{
    return *entry.StageTimes(static_cast<Stage>(stage));
}

MetricValue
MeanTimeIn(const TrafficEntry& entry, size_t stage)
{
    return static_cast<double>(TimesIn(entry, stage).Sum()) /
           static_cast<double>(entry.Latency().Count());
}

template <int PerMille>
MetricValue
QuantileOfTimeIn(const TrafficEntry& entry, size_t stage)
{
    return TimesIn(entry, stage).Quantile(PerMille / 1000.0);
}

constexpr std::array<StageStatistic, 5> kStageStatistics = {
    {{"mean", "mean over all measured packets", MeanTimeIn},
     {"p50", "median of those that passed it", QuantileOfTimeIn<500>},
     {"p99", "99th percentile of those that passed it", QuantileOfTimeIn<990>},
     {"p99.9", "99.9th percentile of those that passed it", QuantileOfTimeIn<999>},
     {"max", "greatest", QuantileOfTimeIn<1000>}}};

std::string
StagePath(const TrafficEntry& entry, size_t stage)
{
    return fmt::format("{}/stage/{}", entry.Path(), kStageNames[stage]);
}

StageRecord
ReportStage(const TrafficEntry& entry, size_t stage, std::vector<std::string>& warnings)
{
    constexpr auto kMost = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    StageRecord record{entry.Path(),
                       std::string(kStageNames[stage]),
                       static_cast<int64_t>(entry.Latency().Count()),
                       0,
                       {}};
    const LogLinearHistogram::Total sum = TimesIn(entry, stage).Sum();
    record.sumPs = static_cast<int64_t>(sum > kMost ? kMost : static_cast<uint64_t>(sum));
    if (sum > kMost)
    {
        warnings.push_back(fmt::format("{}: the sum of the times in {} is cut at {} ps",
                                       record.traffic,
                                       record.stage,
                                       kMost));
    }
    for (const StageStatistic& statistic : kStageStatistics)
    {
        const MetricValue value = statistic.value(entry, stage);
        if (const auto* tail = std::get_if<int64_t>(&value))
        {
            record.tailsPs.emplace_back(statistic.name, *tail);
        }
    }
    return record;
}

uint64_t
BitsOf(const MetricValue& value)
{
    if (const auto* integer = std::get_if<int64_t>(&value))
    {
        return static_cast<uint64_t>(*integer);
    }
    uint64_t bits = 0;
    std::memcpy(&bits, &std::get<double>(value), sizeof(bits));
    return bits;
}

std::vector<CostRecord>
CostsOf(const CostTable& table)
{
    std::vector<CostRecord> records;
    const std::vector<CostFigure>& figures = table.Figures();
    for (size_t kind = 0; kind < figures.size(); ++kind)
    {
        const CostFigure& figure = figures[kind];
        if (table.IsUsed(static_cast<CostKind>(kind)))
        {
            const std::string value = figure.randomValue
                                          ? figure.randomValue->GetInstanceTypeId().GetName()
                                          : CostText({figure.unit, figure.value});
            records.push_back({figure.name, value, figure.evidence, figure.note});
        }
    }
    return records;
}

bool
AreSame(const std::vector<CostRecord>& a, const std::vector<CostRecord>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return std::tie(x.figure, x.value, x.evidence, x.note) ==
               std::tie(y.figure, y.value, y.evidence, y.note);
    });
}

} // namespace

FingerprintRecord
ReportFingerprint(const Fingerprint& fingerprint)
{
    return {fingerprint.Value(Fingerprint::Trajectory),
            fingerprint.Value(Fingerprint::Wire),
            fingerprint.Value(Fingerprint::Drops),
            fingerprint.Value(Fingerprint::Scalars)};
}

std::vector<CheckpointRecord>
ReportCheckpoints(const Fingerprint& fingerprint)
{
    std::vector<CheckpointRecord> records;
    for (const Fingerprint::Checkpoint& checkpoint : fingerprint.Checkpoints())
    {
        const auto& hashes = checkpoint.hashes;
        records.push_back({checkpoint.events,
                           checkpoint.time.Value(),
                           {hashes[Fingerprint::Trajectory],
                            hashes[Fingerprint::Wire],
                            hashes[Fingerprint::Drops],
                            hashes[Fingerprint::Scalars]}});
    }
    return records;
}

LedgerRecord
ReportLedger(const RunContext& run)
{
    const Ledger& ledger = run.GetLedger();
    LedgerRecord record{ledger.Born(), ledger.Delivered(), {}, {}, {}};
    for (const DropReason& reason : ledger.Reasons())
    {
        if (reason.dropped.packets != 0)
        {
            record.dropped.push_back({reason.component, reason.reason, reason.dropped});
        }
    }
    for (const Component* component : run.Components())
    {
        const Tally held = component->Held();
        if (held.packets != 0)
        {
            record.inside.push_back({component->Path(), held});
        }
    }
    for (size_t kind = 0; kind < kConversionCount; ++kind)
    {
        const auto conversion = static_cast<Conversion>(kind);
        const Tally& taken = ledger.Taken(conversion);
        const Tally& made = ledger.Made(conversion);
        if (taken.packets != 0 || made.packets != 0)
        {
            record.conversions.push_back({std::string(kConversionNames[kind]), taken, made});
        }
    }
    return record;
}

TiesRecord
ReportTies(const ScenarioRun& scenario,
           const std::vector<MetricDefinition>& definitions,
           const std::vector<MetricReading>& totals)
{
    TiesRecord record;
    record.policy = scenario.ties == TiePolicy::Fifo ? "fifo" : "seeded";
    record.seed = scenario.ties == TiePolicy::Fifo ? 0 : scenario.tieSeed;
    for (size_t i = 0; i < definitions.size(); ++i)
    {
        const std::string& path = definitions[i].path;
        const bool byPolicy = IsNamed(path, "contended_ties");
        if (totals[i].value == 0 || (!byPolicy && !IsNamed(path, "ordered_ties")))
        {
            continue;
        }
        if (record.contended.empty() || record.contended.back().object != ParentOf(path))
        {
            record.contended.push_back({ParentOf(path), 0, 0});
        }
        ContendedRecord& object = record.contended.back();
        (byPolicy ? object.byPolicy : object.byPriority) = totals[i].value;
    }
    return record;
}

std::vector<CostsRecord>
ReportCosts(const Network& network)
{
    std::vector<CostsRecord> records;
    for (const auto& node : network.nodes)
    {
        const auto* host = dynamic_cast<const Host*>(ns3::PeekPointer(node));
        if (host == nullptr || host->GetCores() == nullptr)
        {
            continue;
        }
        std::vector<CostRecord> figures = CostsOf(host->GetCores()->Costs());
        const auto same =
            std::find_if(records.begin(), records.end(), [&figures](const CostsRecord& record) {
                return AreSame(record.figures, figures);
            });
        if (same != records.end())
        {
            same->hosts.push_back(host->Path());
            continue;
        }
        records.push_back({{host->Path()}, std::move(figures)});
    }
    return records;
}

std::vector<StageRecord>
ReportStages(const Network& network, std::vector<std::string>& warnings)
{
    std::vector<StageRecord> records;
    for (const Traffic& traffic : network.traffic)
    {
        for (size_t stage = 0; stage < kStageCount; ++stage)
        {
            if (traffic.entry->StageTimes(static_cast<Stage>(stage)) != nullptr)
            {
                records.push_back(ReportStage(*traffic.entry, stage, warnings));
            }
        }
    }
    return records;
}

std::vector<MetricDefinition>
DefineEntryMetrics(const TrafficEntry& entry)
{
    std::vector<MetricDefinition> definitions = {
        {entry.Path() + "/censored_packets",
         "packets",
         "packets created at or after warm-up that are still inside at the end",
         MetricKind::Level}};
    for (size_t stage = 0; stage < kStageCount; ++stage)
    {
        for (const StageStatistic& statistic : kStageStatistics)
        {
            definitions.push_back(
                {StatisticPath(StagePath(entry, stage), statistic.name),
                 "ps",
                 fmt::format("time in {}: {}", kStageNames[stage], statistic.meaning),
                 MetricKind::Level});
        }
    }
    return definitions;
}

void
ReportEntries(RunContext& run, const Network& network, MetricTable& metrics)
{
    std::map<uint64_t, int64_t> censored = CensoredPackets(run);
    for (const Traffic& traffic : network.traffic)
    {
        const TrafficEntry& entry = *traffic.entry;
        metrics.Add(entry.Path() + "/censored_packets", censored[entry.PathHash()], "packets");
        for (size_t stage = 0; stage < kStageCount; ++stage)
        {
            for (const StageStatistic& statistic : kStageStatistics)
            {
                if (entry.StageTimes(static_cast<Stage>(stage)) != nullptr)
                {
                    metrics.Add(StatisticPath(StagePath(entry, stage), statistic.name),
                                statistic.value(entry, stage),
                                "ps");
                }
            }
        }
    }
}

uint64_t
HashMetrics(const MetricTable& metrics, const std::vector<MetricDefinition>& definitions)
{
    std::set<std::string> sums;
    for (const MetricDefinition& definition : definitions)
    {
        if (definition.role == MetricRole::Sum)
        {
            sums.insert(definition.path);
        }
    }

    Fingerprint hash;
    for (const Metric& metric : metrics)
    {
        const uint64_t bits = BitsOf(metric.value);
        const bool isSum = sums.count(metric.path) != 0 || sums.count(ParentOf(metric.path)) != 0;
        if (bits != 0 && !isSum)
        {
            hash.AddWord(Fingerprint::Scalars, HashName(metric.path));
            hash.AddWord(Fingerprint::Scalars, bits);
        }
    }
    return hash.Value(Fingerprint::Scalars);
}

} // namespace nexsim
