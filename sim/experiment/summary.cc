// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/summary.h"

#include "sim/experiment/run-cell.h"
#include "sim/experiment/statistics.h"
#include "sim/results/format-quantity.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::size_t kMostCells = 60; //!< rows of a table; a sweep may have thousands
constexpr double kLeastShare = 0.0005; //!< smaller shares would be printed as nothing

/**
 * @brief Mean and half-width of a metric over the replications; "-" where a run has none. Fractions
 * are printed in per cent.
 */
std::string
Estimate(const RunCell& cell, const std::string& metric)
{
    std::vector<double> values;
    std::string unit;
    for (const RunRecord* run : cell.runs)
    {
        const std::optional<Metric> found = run->metrics.Find(metric);
        if (!found)
        {
            return "-";
        }
        values.push_back(ToDouble(found->value));
        unit = found->unit;
    }
    const Interval interval = MeanInterval(values, cell.runs.front()->draws);
    const auto half = interval.known ? std::optional<double>(interval.HalfWidth()) : std::nullopt;
    return FormatInterval(interval.mean, half, unit == "1" ? "ratio" : unit);
}

/** @brief Picoseconds that the packets of one entry spent in each stage, over all runs of a cell. */
using StageSums = std::map<std::string, double>;

StageSums
SumStages(const RunCell& cell, const std::string& traffic)
{
    StageSums sums;
    for (const RunRecord* run : cell.runs)
    {
        for (const StageRecord& stage : run->stages)
        {
            if (stage.traffic == traffic)
            {
                sums[stage.stage] += static_cast<double>(stage.sumPs);
            }
        }
    }
    return sums;
}

/** @brief The part of the time that a stage took; 0 where no packet was measured. */
double
Share(const StageSums& sums, const std::string& stage)
{
    double total = 0;
    for (const auto& entry : sums)
    {
        total += entry.second;
    }
    const auto found = sums.find(stage);
    return found == sums.end() || total == 0 ? 0 : found->second / total;
}

/** @brief The part of the time that all stages but these took. */
double
OtherShare(const StageSums& sums, const std::vector<std::string>& stages)
{
    double share = 0;
    for (const auto& entry : sums)
    {
        const bool isOther = std::find(stages.begin(), stages.end(), entry.first) == stages.end();
        share += isOther ? Share(sums, entry.first) : 0;
    }
    return share;
}

/** @brief The stages that matter most, by their mean share over the rows of the table. */
std::vector<std::string>
LargestStages(const std::vector<StageSums>& rows)
{
    constexpr size_t kShown = 4;
    std::map<std::string, double> shares;
    for (const StageSums& sums : rows)
    {
        for (const auto& entry : sums)
        {
            shares[entry.first] += Share(sums, entry.first) / static_cast<double>(rows.size());
        }
    }
    std::vector<std::string> stages;
    for (const auto& [stage, share] : shares)
    {
        if (share >= kLeastShare)
        {
            stages.push_back(stage);
        }
    }
    std::stable_sort(stages.begin(), stages.end(), [&](const auto& a, const auto& b) {
        return shares[a] > shares[b];
    });
    stages.resize(std::min(kShown, stages.size()));
    return stages;
}

std::string
TrafficTable(const std::vector<RunCell>& cells, const std::string& traffic)
{
    TextTable table;
    table.AddColumn(traffic, Align::Left);
    for (const char* header : {"throughput", "loss", "latency p50", "p99", "p99.9"})
    {
        table.AddColumn(header, Align::Right);
    }
    for (const RunCell& cell : cells)
    {
        table.AddRow({cell.label,
                      Estimate(cell, traffic + "/throughput"),
                      Estimate(cell, traffic + "/loss"),
                      Estimate(cell, traffic + "/latency/p50"),
                      Estimate(cell, traffic + "/latency/p99"),
                      Estimate(cell, traffic + "/latency/p99.9")});
    }
    return table.ToText();
}

std::string
StageTable(const std::vector<RunCell>& cells, const std::vector<std::string>& traffic)
{
    std::vector<StageSums> rows;
    for (const std::string& name : traffic)
    {
        for (const RunCell& cell : cells)
        {
            rows.push_back(SumStages(cell, name));
        }
    }
    const std::vector<std::string> stages = LargestStages(rows);
    TextTable table;
    table.AddColumn("where the time went", Align::Left);
    table.AddColumn("traffic", Align::Left);
    table.AddColumn("mean latency", Align::Right);
    for (const std::string& stage : stages)
    {
        table.AddColumn(stage, Align::Right);
    }
    const bool hasOthers = std::any_of(rows.begin(), rows.end(), [&stages](const auto& sums) {
        return OtherShare(sums, stages) >= kLeastShare;
    });
    if (hasOthers)
    {
        table.AddColumn("others", Align::Right);
    }
    auto sums = rows.begin();
    for (const std::string& name : traffic)
    {
        for (const RunCell& cell : cells)
        {
            std::vector<std::string> row{cell.label, name, Estimate(cell, name + "/latency/mean")};
            for (const std::string& stage : stages)
            {
                row.push_back(fmt::format("{:.1f} %", 100 * Share(*sums, stage)));
            }
            if (hasOthers)
            {
                row.push_back(fmt::format("{:.1f} %", 100 * OtherShare(*sums, stages)));
            }
            table.AddRow(std::move(row));
            ++sums;
        }
    }
    return table.ToText();
}

/** @brief Each warning once, with the number of runs that give it. */
std::string
Warnings(const std::vector<const RunRecord*>& records)
{
    std::vector<std::pair<std::string, std::size_t>> counts;
    for (const RunRecord* record : records)
    {
        for (const std::string& warning : record->warnings)
        {
            const auto known = std::find_if(counts.begin(), counts.end(), [&](const auto& count) {
                return count.first == warning;
            });
            if (known == counts.end())
            {
                counts.emplace_back(warning, 1);
            }
            else
            {
                ++known->second;
            }
        }
    }
    std::string text;
    for (const auto& [warning, runs] : counts)
    {
        text += "\n" +
                Wrapped(fmt::format("warning in {} of {} runs: {}", runs, records.size(), warning));
    }
    return text;
}

/** @brief Where replications repeat each other, since nothing is left to chance. */
std::string
AlikeText(const std::vector<RunCell>& cells)
{
    const auto alike = std::count_if(cells.begin(), cells.end(), [](const RunCell& cell) {
        return cell.runs.size() > 1 &&
               std::all_of(cell.runs.begin(), cell.runs.end(), [](const RunRecord* run) {
                   return run->draws == Draws::None;
               });
    });
    return alike == 0
               ? ""
               : "\n" + Wrapped(fmt::format(
                            "in {} of {} variants and points nothing was drawn at random: their "
                            "replications are the same run again, and one is enough",
                            alike,
                            cells.size()));
}

} // namespace

std::string
Summarise(const std::vector<const RunRecord*>& records)
{
    std::vector<RunCell> cells = CellsOf(records);
    const std::vector<std::string> traffic = TrafficOf(records);
    const std::size_t all = cells.size();
    const std::string alike = AlikeText(cells);
    cells.resize(std::min(all, kMostCells));
    std::string text;
    for (const std::string& name : traffic)
    {
        text += TrafficTable(cells, name) + "\n";
    }
    text += traffic.empty() ? "" : StageTable(cells, traffic);
    if (all > cells.size())
    {
        text +=
            "\n" + Wrapped(fmt::format("of {} variants and points the first {} are shown; runs.csv "
                                       "has all, `nexsim compare` and `nexsim explain` tell of all",
                                       all,
                                       cells.size()));
    }
    return text + alike + Warnings(records);
}

} // namespace nexsim
