// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/claims-text.h"

#include "sim/results/format-quantity.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

constexpr std::size_t kCellsInFull = 6; //!< up to so many, held cells are listed too

std::string
Who(const ClaimCell& cell, const Claim& claim)
{
    std::string who = cell.variant;
    if (claim.comparison != Comparison::Alone)
    {
        who += fmt::format(" {} {}",
                           claim.comparison == Comparison::Over ? "over" : "minus",
                           claim.reference);
    }
    const std::string where = ToText(cell.point);
    if (!where.empty())
    {
        who += (who.empty() ? "at " : " at ") + where;
    }
    return who.empty() ? who : who + ": ";
}

/** @brief The interval; its ends too where the verdict may hang on a digit. */
std::string
Numbers(const ClaimCell& cell)
{
    const Interval& interval = cell.interval;
    const std::string& unit = cell.unit;
    std::string mean = FormatPrecisely(interval.mean, unit);
    if (!interval.known)
    {
        return mean + ", spread unknown after one replication";
    }
    if (interval.low == interval.high)
    {
        return mean;
    }
    const std::string estimate = FormatInterval(interval.mean, interval.HalfWidth(), unit);
    if (cell.verdict == Verdict::Held)
    {
        return fmt::format("{}, {} replications", estimate, interval.n);
    }
    return fmt::format("{} ({} to {}, {} replications)",
                       estimate,
                       FormatPrecisely(interval.low, unit),
                       FormatPrecisely(interval.high, unit),
                       interval.n);
}

std::string
Wanted(const Bounds& bounds, const std::string& unit)
{
    const std::string min = bounds.min ? FormatPrecisely(*bounds.min, unit) : "";
    const std::string max = bounds.max ? FormatPrecisely(*bounds.max, unit) : "";
    if (bounds.min && bounds.max)
    {
        return *bounds.min == *bounds.max ? "exactly " + min : min + " to " + max;
    }
    return bounds.min ? "at least " + min : "at most " + max;
}

std::string
CellLine(const ClaimCell& cell, const Claim& claim)
{
    const std::string who = Who(cell, claim);
    return cell.verdict == Verdict::Failed ? who + cell.error
                                           : fmt::format("{}{}; {} wanted",
                                                         who,
                                                         Numbers(cell),
                                                         Wanted(claim.bounds, cell.unit));
}

} // namespace

std::string
ToText(const NamedTexts& point)
{
    std::string text;
    for (const auto& [name, value] : point)
    {
        text += fmt::format("{}{}={}", text.empty() ? "" : ", ", name, value);
    }
    return text;
}

std::string
ToText(const ClaimResult& result)
{
    std::string text = Wrapped(result.claim.that,
                               fmt::format("{:<9}  ", ToText(result.verdict)),
                               std::string(11, ' '));
    if (result.cells.empty())
    {
        text += "           no run of this experiment has this variant and sweep point\n";
    }
    const bool inFull = result.cells.size() <= kCellsInFull;
    std::size_t unlisted = 0;
    for (const ClaimCell& cell : result.cells)
    {
        if (cell.verdict == Verdict::Held && !inFull)
        {
            ++unlisted;
            continue;
        }
        text += fmt::format("{:<9}  {}{}\n",
                            "",
                            result.cells.size() > 1 ? ToText(cell.verdict) + std::string(" ") : "",
                            CellLine(cell, result.claim));
    }
    if (unlisted > 0)
    {
        text += fmt::format("{:<9}  held at {} {}points\n",
                            "",
                            unlisted,
                            unlisted < result.cells.size() ? "other " : "");
    }
    return text;
}

} // namespace nexsim
