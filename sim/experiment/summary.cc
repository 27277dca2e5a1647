// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/summary.h"

#include "sim/experiment/claims-text.h"
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

/** @brief The replications of one variant at one sweep point. */
struct Cell
{
    std::string label;
    std::vector<const RunRecord*> runs;
};

/** @brief Whether runs of the same variant differ in it; what a variant's name says is not repeated. */
bool
Varies(const std::pair<std::string, std::string>& parameter,
       const RunRecord& record,
       const std::vector<const RunRecord*>& records)
{
    return std::any_of(records.begin(), records.end(), [&](const RunRecord* other) {
        return other->variant == record.variant &&
               std::find(other->parameters.begin(), other->parameters.end(), parameter) ==
                   other->parameters.end();
    });
}

std::string
Label(const RunRecord& record, const std::vector<const RunRecord*>& records)
{
    NamedTexts shown;
    for (const auto& parameter : record.parameters)
    {
        if (Varies(parameter, record, records))
        {
            shown.push_back(parameter);
        }
    }
    const std::string point = ToText(shown);
    if (record.variant.empty())
    {
        return point.empty() ? "all" : point;
    }
    return point.empty() ? record.variant : record.variant + " " + point;
}

std::vector<Cell>
Cells(const std::vector<const RunRecord*>& records)
{
    std::vector<Cell> cells;
    for (const RunRecord* record : records)
    {
        const std::string label = Label(*record, records);
        const auto known = std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) {
            return cell.label == label;
        });
        (known == cells.end() ? cells.emplace_back(Cell{label, {}}) : *known)
            .runs.push_back(record);
    }
    return cells;
}

/** @brief The entries of the traffic, in the order in which the runs report them. */
std::vector<std::string>
TrafficNames(const std::vector<const RunRecord*>& records)
{
    std::vector<std::string> names;
    for (const RunRecord* record : records)
    {
        for (const StageRecord& stage : record->stages)
        {
            if (std::find(names.begin(), names.end(), stage.traffic) == names.end())
            {
                names.push_back(stage.traffic);
            }
        }
    }
    return names;
}

/**
 * @brief Mean and half-width of a metric over the replications; "-" where a run has none. Fractions
 * are printed in per cent.
 */
std::string
Estimate(const Cell& cell, const std::string& metric)
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
SumStages(const Cell& cell, const std::string& traffic)
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

/** @brief The stages that matter most, by their mean share over the rows of the table. */
std::vector<std::string>
LargestStages(const std::vector<StageSums>& rows)
{
    constexpr size_t kShown = 4;
    constexpr double kLeast = 0.0005; //!< smaller shares would be printed as nothing
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
        if (share >= kLeast)
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
TrafficTable(const std::vector<Cell>& cells, const std::string& traffic)
{
    TextTable table;
    table.AddColumn(traffic, Align::Left);
    for (const char* header : {"throughput", "loss", "latency p50", "p99", "p99.9"})
    {
        table.AddColumn(header, Align::Right);
    }
    for (const Cell& cell : cells)
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
StageTable(const std::vector<Cell>& cells, const std::vector<std::string>& traffic)
{
    std::vector<StageSums> rows;
    for (const std::string& name : traffic)
    {
        for (const Cell& cell : cells)
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
    auto sums = rows.begin();
    for (const std::string& name : traffic)
    {
        for (const Cell& cell : cells)
        {
            std::vector<std::string> row{cell.label, name, Estimate(cell, name + "/latency/mean")};
            for (const std::string& stage : stages)
            {
                row.push_back(fmt::format("{:.1f} %", 100 * Share(*sums, stage)));
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

} // namespace

std::string
Summarise(const std::vector<const RunRecord*>& records)
{
    const std::vector<Cell> cells = Cells(records);
    const std::vector<std::string> traffic = TrafficNames(records);
    std::string text;
    for (const std::string& name : traffic)
    {
        text += TrafficTable(cells, name) + "\n";
    }
    text += traffic.empty() ? "" : StageTable(cells, traffic);
    return text + Warnings(records);
}

} // namespace nexsim
