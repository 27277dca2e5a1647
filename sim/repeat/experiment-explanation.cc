// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/experiment-explanation.h"

#include "sim/experiment/cell-pairing.h"
#include "sim/repeat/stage-rows.h"
#include "sim/scenario/nearest-name.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::size_t kStagesShown = 5; //!< stages with a column of their own
constexpr double kLeastPart = 0.001;    //!< of the largest latency; less is left out

/** @brief Splits the stages into those with a column and the others. */
void
ChooseStages(const std::vector<StageRow>& rows, ExplainedTraffic& traffic)
{
    std::map<std::string, std::pair<double, double>> largest; // difference, mean
    double latency = 0;
    for (const StageRow& row : rows)
    {
        for (const auto& [replication, means] : row.sample)
        {
            latency = std::max(latency, Sum(means));
            for (const auto& stage : means)
            {
                largest[stage.first];
            }
        }
    }
    for (auto& [stage, size] : largest)
    {
        for (const StageRow& row : rows)
        {
            double& mine = row.baseline != nullptr ? size.first : size.second;
            mine = std::max(mine, std::abs(StageInterval(row, {stage}).mean));
        }
        // What differs by next to nothing is ordered by what it takes.
        size.first = size.first < kLeastPart * latency ? 0 : size.first;
    }
    std::vector<std::string> names;
    for (const auto& stage : largest)
    {
        names.push_back(stage.first);
    }
    std::stable_sort(names.begin(), names.end(), [&](const auto& a, const auto& b) {
        return largest[a] > largest[b];
    });
    for (const std::string& name : names)
    {
        const auto& [difference, mean] = largest[name];
        if (std::max(difference, mean) >= kLeastPart * latency)
        {
            (traffic.stages.size() < kStagesShown ? traffic.stages : traffic.others)
                .push_back(name);
        }
    }
}

std::optional<double>
MetricOf(const RunRecord& run, const std::string& path)
{
    const auto metric = run.metrics.Find(path);
    return metric ? std::optional(ToDouble(metric->value)) : std::nullopt;
}

std::optional<Interval>
LossOf(const StageRow& row, const std::string& traffic)
{
    const auto values = [&](const RunCell& cell) {
        std::vector<double> numbers;
        for (const RunRecord* run : cell.runs)
        {
            const auto loss = MetricOf(*run, traffic + "/loss");
            if (row.sample.count(run->replication) > 0 && loss)
            {
                numbers.push_back(*loss);
            }
        }
        return numbers;
    };
    const std::vector<double> mine = values(*row.cell);
    const std::vector<double> base = row.baseline != nullptr ? values(*row.baseline) : mine;
    if (mine.size() != row.sample.size() || base.size() != mine.size())
    {
        return std::nullopt;
    }
    return row.baseline == nullptr ? MeanInterval(mine, DrawsOf(row))
                                   : DifferenceInterval(mine, base, DrawsOf(row));
}

/** @brief The first run of a cell whose number is least; nothing where no run has one. */
template <typename Number>
const RunRecord*
RunOfLeast(const RunCell& cell, Number number)
{
    const RunRecord* found = nullptr;
    double least = 0;
    for (const RunRecord* run : cell.runs)
    {
        const std::optional<double> own = number(*run);
        if (own && (found == nullptr || *own < least))
        {
            found = run;
            least = *own;
        }
    }
    return found;
}

void
ChooseRuns(const StageRow& row, const std::string& traffic, ExplainedCell& cell)
{
    double sum = 0;
    for (const auto& entry : row.sample)
    {
        sum += Sum(entry.second);
    }
    const double mean = sum / static_cast<double>(row.sample.size());
    cell.typical = RunOfLeast(*row.cell, [&](const RunRecord& run) {
        const auto found = row.sample.find(run.replication);
        return found == row.sample.end() ? std::nullopt
                                         : std::optional(std::abs(Sum(found->second) - mean));
    });
    cell.worst = RunOfLeast(*row.cell, [&](const RunRecord& run) {
        const auto greatest = MetricOf(run, traffic + "/latency/max");
        return greatest ? std::optional(-*greatest) : std::nullopt;
    });
}

ExplainedTraffic
ExplainTraffic(const std::string& name,
               const std::vector<RunCell>& cells,
               const std::string& baseline)
{
    ExplainedTraffic traffic;
    traffic.name = name;
    const std::vector<StageRow> rows = RowsOf(cells, baseline, name);
    ChooseStages(rows, traffic);
    for (const StageRow& row : rows)
    {
        ExplainedCell cell;
        cell.label = row.cell->label;
        cell.isDifference = row.baseline != nullptr;
        cell.latency = LatencyInterval(row);
        for (const std::string& stage : traffic.stages)
        {
            cell.stages.push_back(StageInterval(row, {stage}));
        }
        if (!traffic.others.empty())
        {
            cell.stages.push_back(StageInterval(row, traffic.others));
        }
        cell.loss = LossOf(row, name);
        ChooseRuns(row, name, cell);
        traffic.cells.push_back(std::move(cell));
    }
    return traffic;
}

std::optional<ExplainedLoss>
MostLost(const RunCell& cell)
{
    std::map<std::pair<std::string, std::string>, double> lost;
    double all = 0;
    for (const RunRecord* run : cell.runs)
    {
        for (const DropRecord& drop : run->ledger.dropped)
        {
            const auto packets = static_cast<double>(drop.count.packets);
            lost[{drop.component, drop.reason}] += packets;
            all += packets;
        }
    }
    const auto most = std::max_element(lost.begin(), lost.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
    });
    if (all == 0)
    {
        return std::nullopt;
    }
    return ExplainedLoss{cell.label,
                         most->first.first,
                         most->first.second,
                         most->second / static_cast<double>(cell.runs.size()),
                         most->second / all};
}

} // namespace

ExperimentExplanation
Explain(const FinishedExperiment& experiment, const ExplanationRequest& request)
{
    const std::vector<const RunRecord*> records = experiment.Records();
    const std::vector<RunCell> cells = CellsOf(records);
    const std::vector<std::string> traffic = TrafficOf(records);
    if (!request.traffic.empty() &&
        std::find(traffic.begin(), traffic.end(), request.traffic) == traffic.end())
    {
        if (traffic.empty())
        {
            throw ComparisonError("no packet of any traffic was delivered after the warm-up");
        }
        throw ComparisonError("no entry of the traffic is called " + Quoted(request.traffic) +
                              SuggestName(request.traffic, traffic));
    }
    ExperimentExplanation explanation;
    // One variant alone is explained, too, as long as nobody asks for a comparison.
    if (!request.baseline.empty() || VariantsOf(cells).size() > 1)
    {
        explanation.baseline = BaselineOf(cells, request.baseline);
    }
    for (const std::string& name : traffic)
    {
        if (request.traffic.empty() || request.traffic == name)
        {
            explanation.traffic.push_back(ExplainTraffic(name, cells, explanation.baseline));
        }
    }
    for (const RunCell& cell : cells)
    {
        if (auto loss = MostLost(cell))
        {
            explanation.losses.push_back(std::move(*loss));
        }
    }
    return explanation;
}

} // namespace nexsim
