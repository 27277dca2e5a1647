// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/stage-rows.h"

#include "sim/experiment/cell-pairing.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace nexsim
{

namespace
{

StageSample
SampleOf(const RunCell& cell, const std::string& traffic)
{
    StageSample sample;
    for (const RunRecord* run : cell.runs)
    {
        StageMeans means;
        for (const StageRecord& stage : run->stages)
        {
            if (stage.traffic == traffic && stage.segments > 0)
            {
                means[stage.stage] =
                    static_cast<double>(stage.sumPs) / static_cast<double>(stage.segments);
            }
        }
        if (!means.empty())
        {
            sample[run->replication] = std::move(means);
        }
    }
    return sample;
}

/** @brief Both cut down to the replications that they have in common. */
void
KeepCommon(StageSample& a, StageSample& b)
{
    const auto cut = [](StageSample& sample, const StageSample& other) {
        for (auto entry = sample.begin(); entry != sample.end();)
        {
            entry = other.count(entry->first) > 0 ? std::next(entry) : sample.erase(entry);
        }
    };
    cut(a, b);
    cut(b, a);
}

/** @brief Of something that each run's stages say, against the baseline where there is one. */
template <typename Value>
Interval
IntervalOf(const StageRow& row, Value value)
{
    const auto values = [&value](const StageSample& sample) {
        std::vector<double> numbers;
        for (const auto& entry : sample)
        {
            numbers.push_back(value(entry.second));
        }
        return numbers;
    };
    return row.baseline == nullptr
               ? MeanInterval(values(row.sample), DrawsOf(row))
               : DifferenceInterval(values(row.sample), values(row.reference), DrawsOf(row));
}

} // namespace

double
Sum(const StageMeans& means)
{
    double sum = 0;
    for (const auto& stage : means)
    {
        sum += stage.second;
    }
    return sum;
}

std::vector<StageRow>
RowsOf(const std::vector<RunCell>& cells, const std::string& baseline, const std::string& traffic)
{
    std::vector<StageRow> rows;
    const std::set<std::string> swept = SweptParameters(cells);
    std::set<const RunCell*> placed;
    const auto place = [&](const RunCell& cell, const RunCell* base) {
        StageRow row{&cell,
                     base,
                     SampleOf(cell, traffic),
                     base != nullptr ? SampleOf(*base, traffic) : StageSample()};
        if (base != nullptr)
        {
            KeepCommon(row.sample, row.reference);
        }
        if (!row.sample.empty())
        {
            placed.insert(&cell);
            rows.push_back(std::move(row));
        }
    };
    for (const RunCell& base : cells)
    {
        if (base.Variant() != baseline || SampleOf(base, traffic).empty())
        {
            continue;
        }
        place(base, nullptr);
        for (const RunCell& cell : cells)
        {
            if (cell.Variant() != baseline && AreAtOnePoint(cell, base, swept))
            {
                place(cell, &base);
            }
        }
    }
    for (const RunCell& cell : cells)
    {
        if (placed.count(&cell) == 0)
        {
            place(cell, nullptr);
        }
    }
    return rows;
}

Draws
DrawsOf(const StageRow& row)
{
    const auto isRandom = [](const RunCell& cell) {
        return std::any_of(cell.runs.begin(), cell.runs.end(), [](const RunRecord* run) {
            return run->draws == Draws::Random;
        });
    };
    return isRandom(*row.cell) || (row.baseline != nullptr && isRandom(*row.baseline))
               ? Draws::Random
               : Draws::None;
}

Interval
LatencyInterval(const StageRow& row)
{
    return IntervalOf(row, Sum);
}

Interval
StageInterval(const StageRow& row, const std::vector<std::string>& stages)
{
    return IntervalOf(row, [&stages](const StageMeans& means) {
        double sum = 0;
        for (const std::string& stage : stages)
        {
            const auto found = means.find(stage);
            sum += found == means.end() ? 0 : found->second;
        }
        return sum;
    });
}

} // namespace nexsim
