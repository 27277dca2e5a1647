// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/pooled-latency.h"

#include "sim/experiment/pooled-quantile.h"
#include "sim/experiment/run-cell.h"
#include "sim/results/csv.h"
#include "sim/results/file-writer.h"
#include "sim/results/format-quantity.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <stdexcept>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::array<std::pair<double, const char*>, 4> kQuantiles = {
    {{0.5, "p50"}, {0.9, "p90"}, {0.99, "p99"}, {0.999, "p99.9"}}};

/** @brief By entry of the traffic. */
using Histograms = std::map<std::string, Buckets>;

Histograms
ReadHistograms(const std::string& path)
{
    const CsvRows rows = ReadCsv(ReadFile(path));
    const std::vector<std::string> header = {"traffic", "low_ps", "high_ps", "count"};
    if (rows.empty() || rows.front() != header)
    {
        throw std::invalid_argument(path + " is no table of latencies");
    }
    Histograms histograms;
    for (std::size_t row = 1; row < rows.size(); ++row)
    {
        const auto& cells = rows[row];
        histograms[cells[0]].push_back(
            {std::stoll(cells[1]), std::stoll(cells[2]), std::stoull(cells[3])});
    }
    return histograms;
}

/** @brief By replication of a cell. */
std::vector<Histograms>
HistogramsOf(const std::string& folder, const RunCell& cell)
{
    std::vector<Histograms> all;
    for (const RunRecord* run : cell.runs)
    {
        all.push_back(ReadHistograms(FileOfRun(folder, *run, "latency.csv")));
    }
    return all;
}

void
AddRows(TextTable& table,
        const RunCell& cell,
        const std::string& traffic,
        const std::vector<Histograms>& replications)
{
    std::vector<Buckets> buckets;
    for (const Histograms& histograms : replications)
    {
        const auto own = histograms.find(traffic);
        buckets.push_back(own == histograms.end() ? Buckets() : own->second);
    }
    const PooledQuantiles pooled(buckets);
    for (const auto& [q, name] : kQuantiles)
    {
        if (pooled.Count() == 0)
        {
            return;
        }
        const Interval interval = pooled.Estimate(q, cell.label + "/" + traffic + "/" + name);
        const auto bound = [&interval](double value) {
            return interval.known ? FormatQuantity(value, "ps") : std::string("?");
        };
        table.AddRow({cell.label,
                      name,
                      FormatQuantity(interval.mean, "ps"),
                      bound(interval.low),
                      bound(interval.high),
                      std::to_string(pooled.Count())});
    }
}

} // namespace

std::string
PooledLatencies(const FinishedExperiment& experiment)
{
    const auto records = experiment.Records();
    const std::vector<RunCell> cells = CellsOf(records);
    std::vector<std::vector<Histograms>> histograms;
    for (const RunCell& cell : cells)
    {
        histograms.push_back(HistogramsOf(experiment.folder, cell));
    }
    std::string text;
    for (const std::string& traffic : TrafficOf(records))
    {
        TextTable table;
        table.AddColumn("latency of " + traffic, Align::Left);
        table.AddColumn("", Align::Left);
        for (const char* header : {"all packets", "95 % from", "to", "packets"})
        {
            table.AddColumn(header, Align::Right);
        }
        for (std::size_t cell = 0; cell < cells.size(); ++cell)
        {
            AddRows(table, cells[cell], traffic, histograms[cell]);
        }
        text += table.ToText() + "\n";
    }
    return text +
           Wrapped(fmt::format("Quantiles of the packets of all replications together, with "
                               "percentile intervals from {} resamples of whole replications; "
                               "unknown (?) below {} replications.",
                               PooledQuantiles::kResamples,
                               PooledQuantiles::kLeastReplications));
}

} // namespace nexsim
