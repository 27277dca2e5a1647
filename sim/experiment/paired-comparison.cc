// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/paired-comparison.h"

#include <cmath>

namespace nexsim
{

namespace
{

Standing
StandingOf(const PairedComparison& comparison, double margin)
{
    const Interval& difference = comparison.difference;
    if (!comparison.adjusted)
    {
        return Standing::Undecided;
    }
    if (*comparison.adjusted < kSignificance)
    {
        const bool isHigher = difference.mean > 0;
        if (comparison.direction == Direction::None)
        {
            return isHigher ? Standing::Higher : Standing::Lower;
        }
        const bool isBetter = isHigher == (comparison.direction == Direction::Higher);
        return isBetter ? Standing::Better : Standing::Worse;
    }
    const double bound = margin * std::abs(comparison.baseline.mean);
    const bool isWithin = difference.low >= -bound && difference.high <= bound;
    return isWithin ? Standing::Indistinguishable : Standing::Undecided;
}

} // namespace

const char*
ToText(Standing standing)
{
    switch (standing)
    {
    case Standing::Better:
        return "better";
    case Standing::Worse:
        return "worse";
    case Standing::Higher:
        return "higher";
    case Standing::Lower:
        return "lower";
    case Standing::Indistinguishable:
        return "indistinguishable";
    case Standing::Undecided:
        break;
    }
    return "undecided";
}

PairedComparison
Compare(const std::vector<double>& values,
        const std::vector<double>& baseline,
        Draws draws,
        Direction direction)
{
    PairedComparison comparison;
    comparison.value = MeanInterval(values, draws);
    comparison.baseline = MeanInterval(baseline, draws);
    comparison.difference = DifferenceInterval(values, baseline, draws);
    comparison.direction = direction;
    try
    {
        comparison.ratio = RatioInterval(values, baseline, draws);
    }
    catch (const ZeroDenominator&)
    {
        comparison.ratio = std::nullopt;
    }
    if (comparison.difference.known)
    {
        comparison.p = PValue(comparison.difference, 0);
    }
    return comparison;
}

void
JudgeTogether(std::vector<PairedComparison>& comparisons, double margin)
{
    std::vector<double> pValues;
    for (const PairedComparison& comparison : comparisons)
    {
        if (comparison.p)
        {
            pValues.push_back(*comparison.p);
        }
    }
    const std::vector<double> adjusted = HolmAdjusted(pValues);
    auto next = adjusted.begin();
    for (PairedComparison& comparison : comparisons)
    {
        comparison.adjusted = comparison.p ? std::optional(*next++) : std::nullopt;
        comparison.standing = StandingOf(comparison, margin);
    }
}

} // namespace nexsim
