// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/summary.h"

#include "sim/experiment/claims-text.h"
#include "sim/experiment/statistics.h"
#include "sim/results/format-quantity.h"
#include "sim/results/table.h"

#include <algorithm>
#include <fmt/format.h>
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

/** @brief Whether a parameter differs between runs; one that does not need not be shown. */
bool
Varies(const std::string& name, const std::vector<RunRecord>& records)
{
    const auto valueIn = [&](const RunRecord& record) {
        for (const auto& [parameter, value] : record.parameters)
        {
            if (parameter == name)
            {
                return value;
            }
        }
        return std::string();
    };
    return std::any_of(records.begin(), records.end(), [&](const RunRecord& record) {
        return valueIn(record) != valueIn(records.front());
    });
}

std::string
Label(const RunRecord& record, const std::vector<RunRecord>& records)
{
    NamedTexts shown;
    for (const auto& parameter : record.parameters)
    {
        if (Varies(parameter.first, records))
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
Cells(const std::vector<RunRecord>& records)
{
    std::vector<Cell> cells;
    for (const RunRecord& record : records)
    {
        const std::string label = Label(record, records);
        const auto known = std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) {
            return cell.label == label;
        });
        (known == cells.end() ? cells.emplace_back(Cell{label, {}}) : *known)
            .runs.push_back(&record);
    }
    return cells;
}

/** @brief The entries of the traffic, in the order in which the runs report them. */
std::vector<std::string>
TrafficNames(const std::vector<RunRecord>& records)
{
    std::vector<std::string> names;
    for (const RunRecord& record : records)
    {
        for (const StageRecord& stage : record.stages)
        {
            if (std::find(names.begin(), names.end(), stage.traffic) == names.end())
            {
                names.push_back(stage.traffic);
            }
        }
    }
    return names;
}

/** @brief Mean and half-width of a metric over the replications; "-" where a run has none. */
std::string
Estimate(const Cell& cell, const std::string& metric)
{
    std::vector<double> values;
    std::string unit;
    for (const RunRecord* run : cell.runs)
    {
        const Metric* found = run->metrics.Find(metric);
        if (found == nullptr)
        {
            return "-";
        }
        values.push_back(ToDouble(found->value));
        unit = found->unit;
    }
    const Interval interval = MeanInterval(values, cell.runs.front()->draws);
    const auto half = interval.known ? std::optional<double>(interval.HalfWidth()) : std::nullopt;
    return FormatInterval(interval.mean, half, unit);
}

std::string
StageShares(const Cell& cell, const std::string& traffic)
{
    constexpr size_t kShown = 4;
    std::vector<std::pair<double, std::string>> sums;
    double total = 0;
    for (const RunRecord* run : cell.runs)
    {
        for (const StageRecord& stage : run->stages)
        {
            if (stage.traffic != traffic)
            {
                continue;
            }
            const auto sum = static_cast<double>(stage.sumPs);
            total += sum;
            const auto known = std::find_if(sums.begin(), sums.end(), [&](const auto& entry) {
                return entry.second == stage.stage;
            });
            (known == sums.end() ? sums.emplace_back(0.0, stage.stage) : *known).first += sum;
        }
    }
    std::stable_sort(sums.begin(), sums.end(), [](const auto& a, const auto& b) {
        return a.first > b.first;
    });
    std::string text;
    for (size_t i = 0; i < std::min(kShown, sums.size()) && sums[i].first > 0; ++i)
    {
        text += fmt::format("{}{} {:.1f} %",
                            text.empty() ? "" : ", ",
                            sums[i].second,
                            100.0 * sums[i].first / total);
    }
    return text.empty() ? "-" : text;
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
    TextTable table;
    table.AddColumn("where the time went", Align::Left);
    table.AddColumn("traffic", Align::Left);
    table.AddColumn("mean latency", Align::Right);
    table.AddColumn("largest stages", Align::Left);
    for (const std::string& name : traffic)
    {
        for (const Cell& cell : cells)
        {
            table.AddRow({cell.label,
                          name,
                          Estimate(cell, name + "/latency/mean"),
                          StageShares(cell, name)});
        }
    }
    return table.ToText();
}

} // namespace

std::string
Summarise(const std::vector<RunRecord>& records)
{
    const std::vector<Cell> cells = Cells(records);
    const std::vector<std::string> traffic = TrafficNames(records);
    std::string text;
    for (const std::string& name : traffic)
    {
        text += TrafficTable(cells, name) + "\n";
    }
    return traffic.empty() ? text : text + StageTable(cells, traffic);
}

} // namespace nexsim
