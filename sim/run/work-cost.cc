// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/work-cost.h"

#include "models/host/core.h"
#include "models/host/processor.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

std::vector<WorkCost>
CostsOf(const WorkDone& done)
{
    const Processor& processor = done.core.GetProcessor();
    const auto& figures = processor.Costs().Figures();
    std::vector<WorkCost> costs;
    for (const CoreWork::Part& part : done.parts)
    {
        WorkCost cost;
        cost.figure = processor.KindName(part.kind);
        cost.times = part.times;
        cost.span = part.span;
        if (part.kind < figures.size())
        {
            cost.unit = figures[part.kind].unit;
            cost.evidence = figures[part.kind].evidence;
            cost.isEstimate = figures[part.kind].isEstimate;
        }
        if (part.span > SimTime(0))
        {
            AddCosts(costs, {cost});
        }
    }
    return costs;
}

void
AddCosts(std::vector<WorkCost>& sums, const std::vector<WorkCost>& costs)
{
    for (const WorkCost& cost : costs)
    {
        const auto same = std::find_if(sums.begin(), sums.end(), [&cost](const WorkCost& sum) {
            return sum.figure == cost.figure;
        });
        if (same == sums.end())
        {
            sums.push_back(cost);
            continue;
        }
        same->times += cost.times;
        same->span += cost.span;
    }
}

std::string
FigureText(const WorkCost& cost)
{
    if (cost.unit == CostUnit::PerByte)
    {
        return fmt::format("{} B of {}", cost.times, cost.figure);
    }
    return cost.times == 1 ? cost.figure : fmt::format("{} x {}", cost.times, cost.figure);
}

std::string
EvidenceText(const WorkCost& cost)
{
    return cost.evidence.empty() ? "-" : cost.evidence + (cost.isEstimate ? " *" : "");
}

std::string
EstimateNote(const std::vector<WorkCost>& costs)
{
    const bool hasEstimate = std::any_of(costs.begin(), costs.end(), [](const WorkCost& cost) {
        return cost.isEstimate;
    });
    return hasEstimate ? "An asterisk marks an estimate: no verified figure was found.\n" : "";
}

} // namespace nexsim
