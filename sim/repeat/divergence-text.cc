// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/account-text.h"
#include "sim/repeat/likely-cause.h"
#include "sim/repeat/run-difference.h"
#include "sim/results/format-quantity.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr std::size_t kMostLines = 12;

TextTable
TwoSided(const char* name)
{
    TextTable table;
    table.AddColumn(name, Align::Left);
    table.AddColumn("a", Align::Left);
    table.AddColumn("b", Align::Left);
    return table;
}

std::string
Rest(std::size_t count, const char* what)
{
    return count > kMostLines ? fmt::format("  and {} {} more\n", count - kMostLines, what) : "";
}

std::string
NamedText(const char* title, const std::vector<NamedDifference>& differences)
{
    if (differences.empty())
    {
        return "";
    }
    TextTable table = TwoSided(title);
    for (const NamedDifference& difference : differences)
    {
        const auto show = [](const std::string& text) { return text.empty() ? "-" : text; };
        table.AddRow({difference.name, show(difference.a), show(difference.b)});
    }
    return table.ToText() + "\n";
}

std::string
DocumentText(const FinishedRun& run, const RunDifference& difference)
{
    const std::vector<JsonDifference> ordered = LikelyFirst(difference.records.documents,
                                                            Json::parse(run.document)["run"],
                                                            difference.a,
                                                            difference.b);
    if (ordered.empty())
    {
        return difference.records.AreEqual() ? "" : "the documents of both runs are the same\n\n";
    }
    TextTable table =
        TwoSided(difference.divergence && ordered.size() > 1 ? "documents (likely causes first)"
                                                             : "documents");
    for (std::size_t i = 0; i < std::min(ordered.size(), kMostLines); ++i)
    {
        const auto show = [](const std::string& text) { return text.empty() ? "-" : text; };
        table.AddRow({ordered[i].pointer.empty() ? "(whole)" : ordered[i].pointer,
                      show(ordered[i].a),
                      show(ordered[i].b)});
    }
    return table.ToText() + Rest(ordered.size(), "places") + "\n";
}

std::string
SideText(const char* side,
         const std::optional<EventAccount>& account,
         const char* otherSide,
         const std::optional<EventAccount>& other,
         const FinishedRun& run)
{
    if (account)
    {
        return AccountText(side, *account, otherSide, other);
    }
    return fmt::format("{}  has ended: {} events by {}{}{}\n\n",
                       side,
                       run.record.hashedEvents,
                       FormatPrecisely(SimTime(run.record.simulatedPs)),
                       run.record.reason.empty() ? "" : "; ",
                       run.record.reason);
}

std::string
UnmatchedText(const char* side,
              const std::optional<EventAccount>& account,
              const char* otherSide,
              const std::optional<EventAccount>& other)
{
    return account ? AccountText(side, *account, otherSide, other)
                   : fmt::format("{}  has none at that instant\n\n", side);
}

std::string
DivergenceText(const FinishedRun& a, const FinishedRun& b, const RunDifference& difference)
{
    if (!difference.records.eventsDiffer)
    {
        return "no event differs\n\n";
    }
    std::string text = Wrapped(fmt::format(
        "events: {} in a, {} in b; the checkpoints differ first after more than {} and at "
        "most {} of them",
        a.record.hashedEvents,
        b.record.hashedEvents,
        difference.window.from,
        difference.window.to));
    if (!difference.divergence)
    {
        return text + "\n";
    }
    const Divergence& divergence = *difference.divergence;
    text += Wrapped(fmt::format("the first diverging event is number {}{}",
                                divergence.number,
                                divergence.isOrder
                                    ? ", by the order of events of one instant: each run has the "
                                      "other's, too"
                                    : "")) +
            "\n";
    if (!difference.unmatched)
    {
        return text + SideText("a", difference.a, "b", difference.b, a) +
               SideText("b", difference.b, "a", difference.a, b);
    }
    text += EventText("a", *difference.a) + EventText("b", *difference.b) + "\n";
    if (difference.unmatched->AreNone())
    {
        return text + "no event is in one of the runs only: order is all that differs\n\n";
    }
    text += "the first events that only one of the runs has, in whatever order:\n\n";
    return text + UnmatchedText("a", difference.unmatchedA, "b", difference.unmatchedB) +
           UnmatchedText("b", difference.unmatchedB, "a", difference.unmatchedA);
}

std::string
MetricText(const RecordDifference& difference)
{
    std::string text;
    const auto only = [&](const char* side, const std::vector<std::string>& paths) {
        if (!paths.empty())
        {
            text += fmt::format("only {} has {} of its metrics, such as {}\n",
                                side,
                                paths.size(),
                                paths.front());
        }
    };
    only("a", difference.onlyA);
    only("b", difference.onlyB);
    if (difference.metrics.empty())
    {
        return text +
               fmt::format("metrics: all {} of both are equal\n", difference.comparedMetrics);
    }
    text += fmt::format("metrics: {} of {} differ; the largest relative changes:\n\n",
                        difference.metrics.size(),
                        difference.comparedMetrics);
    TextTable table;
    table.AddColumn("metric", Align::Left);
    table.AddColumn("a", Align::Right);
    table.AddColumn("b", Align::Right);
    table.AddColumn("change", Align::Right);
    for (std::size_t i = 0; i < std::min(difference.metrics.size(), kMostLines); ++i)
    {
        const MetricDifference& metric = difference.metrics[i];
        const bool hasRatio = metric.a != 0;
        table.AddRow({metric.path,
                      FormatPrecisely(metric.a, metric.unit),
                      FormatPrecisely(metric.b, metric.unit),
                      hasRatio ? fmt::format("{:+.3g} %", 100 * (metric.b - metric.a) / metric.a)
                               : "from 0"});
    }
    return text + table.ToText() + Rest(difference.metrics.size(), "metrics");
}

std::string
VerdictText(const RecordDifference& difference)
{
    if (difference.AreEqual())
    {
        return "the same: all ingredients of the fingerprint and all metrics are equal\n\n";
    }
    if (!difference.isComparable)
    {
        return "recorded by different results versions: their fingerprints cannot be compared\n\n";
    }
    if (difference.ingredients.empty())
    {
        return "different, though all ingredients of the fingerprint are equal\n\n";
    }
    return fmt::format("different in {} of the fingerprint\n\n",
                       fmt::join(difference.ingredients, ", "));
}

} // namespace

std::string
ToText(const FinishedRun& a, const FinishedRun& b, const RunDifference& difference)
{
    const RecordDifference& records = difference.records;
    std::string text = fmt::format("a  {}\n   {}\nb  {}\n   {}\n\n",
                                   a.folder,
                                   WhichRun(a.record),
                                   b.folder,
                                   WhichRun(b.record));
    text += VerdictText(records) + DocumentText(a, difference);
    text += NamedText("provenance", records.provenance);
    text += NamedText("inputs", records.inputs);
    text += NamedText("ending", records.endings);
    if (!records.AreEqual())
    {
        text += DivergenceText(a, b, difference);
    }
    for (const std::string& remark : difference.remarks)
    {
        text += Wrapped(remark, "note: ", "  ");
    }
    text += difference.remarks.empty() ? "" : "\n";
    return records.AreEqual() ? text : text + MetricText(records);
}

} // namespace nexsim
