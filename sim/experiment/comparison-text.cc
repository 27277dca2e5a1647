// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/comparison-text.h"

#include "sim/results/csv.h"
#include "sim/results/format-quantity.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

using Rows = std::vector<std::vector<std::string>>;

/** @brief As FormatQuantity() knows it: parts of a whole are read in per cent. */
std::string
ShownUnit(const ComparedMetric& metric)
{
    const std::string name = metric.path.substr(metric.path.rfind('/') + 1);
    const bool isPart = name == "loss" || name == "utilisation" || name == "busy_share";
    return isPart && metric.unit == "1" ? "ratio" : metric.unit;
}

std::string
Estimate(const Interval& interval, const std::string& unit)
{
    return FormatInterval(interval.mean,
                          interval.known ? std::optional(interval.HalfWidth()) : std::nullopt,
                          unit);
}

std::string
Signed(const Interval& interval, const std::string& unit)
{
    return (interval.mean > 0 ? "+" : "") + Estimate(interval, unit);
}

/** @brief The ratio as a change: 0.75 is -25 %. */
std::string
Change(const std::optional<Interval>& ratio)
{
    if (!ratio)
    {
        return "-";
    }
    Interval change = *ratio;
    change.mean -= 1;
    return Signed(change, "ratio");
}

std::string
ProbabilityText(const std::optional<double>& p)
{
    return !p ? "-" : *p < 0.0005 ? "<0.001" : fmt::format("{:.3f}", *p);
}

const std::vector<std::string> kHeader =
    {"variant", "mean", "difference", "change", "p", "verdict"};

/** @brief "web/loss, lower is better". */
std::string
Title(const ComparedMetric& metric)
{
    const std::string direction = ToText(metric.direction);
    return metric.path + (direction.empty() ? "" : ", " + direction);
}

/** @brief Below each cell of the baseline what is compared with it. */
Rows
RowsOf(const ComparedMetric& metric)
{
    const std::string unit = ShownUnit(metric);
    Rows rows;
    std::string baseline;
    for (const ComparedVariant& row : metric.rows)
    {
        const PairedComparison& result = row.result;
        if (row.baseline != baseline)
        {
            baseline = row.baseline;
            rows.push_back({baseline, Estimate(result.baseline, unit), "", "", "", "baseline"});
        }
        rows.push_back({row.label,
                        Estimate(result.value, unit),
                        Signed(result.difference, unit),
                        Change(result.ratio),
                        ProbabilityText(result.adjusted),
                        ToText(result.standing)});
    }
    return rows;
}

/** @brief "10 replications" or "3 to 10 replications". */
std::string
Replications(const VariantComparison& comparison)
{
    std::int64_t least = INT64_MAX;
    std::int64_t most = 0;
    for (const ComparedMetric& metric : comparison.metrics)
    {
        for (const ComparedVariant& row : metric.rows)
        {
            least = std::min(least, row.result.difference.n);
            most = std::max(most, row.result.difference.n);
        }
    }
    return least == most ? fmt::format("{} replication{}", most, most == 1 ? "" : "s")
                         : fmt::format("{} to {} replications", least, most);
}

std::size_t
Comparisons(const VariantComparison& comparison)
{
    std::size_t count = 0;
    for (const ComparedMetric& metric : comparison.metrics)
    {
        count += metric.rows.size();
    }
    return count;
}

std::string
Legend(const VariantComparison& comparison)
{
    return fmt::format(
        "Differences and changes are paired over {} with the same random numbers, ± their 95 % "
        "interval (Student t). p is that of no difference, by Holm's method over all {} "
        "comparisons. "
        "Better, worse, higher, lower: p < {}. Indistinguishable: not so, and the whole interval "
        "within {:g} % of the baseline. Undecided: neither; more replications may tell.",
        Replications(comparison),
        Comparisons(comparison),
        kSignificance,
        comparison.margin * 100);
}

std::string
MarkdownRow(const std::vector<std::string>& cells)
{
    std::string row = "|";
    for (const std::string& cell : cells)
    {
        row += " ";
        for (const char c : cell)
        {
            row += c == '|' ? "\\|" : std::string(1, c);
        }
        row += " |";
    }
    return row + "\n";
}

void
WriteCsvRow(CsvWriter& csv,
            const ComparedMetric& metric,
            const ComparedVariant& row,
            const std::vector<std::string>& columns)
{
    const PairedComparison& result = row.result;
    csv.Field(metric.path).Field(metric.unit).Field(row.variant);
    for (const std::string& column : columns)
    {
        const auto value = std::find_if(row.parameters.begin(),
                                        row.parameters.end(),
                                        [&column](const auto& one) { return one.first == column; });
        csv.Field(value == row.parameters.end() ? std::string() : value->second);
    }
    csv.Field(result.difference.n).Field(result.baseline.mean).Field(result.value.mean);
    const auto interval = [&csv](const std::optional<Interval>& one) {
        csv.Field(one ? fmt::format("{}", one->mean) : "");
        const bool isKnown = one && one->known;
        csv.Field(isKnown ? fmt::format("{}", one->low) : "");
        csv.Field(isKnown ? fmt::format("{}", one->high) : "");
    };
    interval(result.difference);
    interval(result.ratio);
    csv.Field(result.p ? fmt::format("{}", *result.p) : "");
    csv.Field(result.adjusted ? fmt::format("{}", *result.adjusted) : "");
    csv.Field(ToText(result.standing)).EndRow();
}

} // namespace

std::string
ToText(const VariantComparison& comparison)
{
    std::string text;
    for (const ComparedMetric& metric : comparison.metrics)
    {
        TextTable table;
        for (const std::string& header : kHeader)
        {
            const bool isText = header == "variant" || header == "verdict";
            table.AddColumn(header, isText ? Align::Left : Align::Right);
        }
        for (auto& row : RowsOf(metric))
        {
            table.AddRow(std::move(row));
        }
        text += Wrapped(Title(metric)) + table.ToText() + "\n";
    }
    return text + Wrapped(Legend(comparison));
}

std::string
ToMarkdown(const VariantComparison& comparison)
{
    std::string text;
    for (const ComparedMetric& metric : comparison.metrics)
    {
        text +=
            "**" + Title(metric) + "**\n\n" + MarkdownRow(kHeader) + "|:--|--:|--:|--:|--:|:--|\n";
        for (const auto& row : RowsOf(metric))
        {
            text += MarkdownRow(row);
        }
        text += "\n";
    }
    return text + Legend(comparison) + "\n";
}

std::string
ToCsv(const VariantComparison& comparison, const std::vector<std::string>& columns)
{
    StringSink sink;
    CsvWriter csv(sink);
    csv.Field("metric").Field("unit").Field("variant");
    for (const std::string& column : columns)
    {
        csv.Field(column);
    }
    for (const char* name : {"n",
                             "baseline_mean",
                             "mean",
                             "difference",
                             "difference_low",
                             "difference_high",
                             "ratio",
                             "ratio_low",
                             "ratio_high",
                             "p",
                             "p_holm",
                             "verdict"})
    {
        csv.Field(name);
    }
    csv.EndRow();
    for (const ComparedMetric& metric : comparison.metrics)
    {
        for (const ComparedVariant& row : metric.rows)
        {
            WriteCsvRow(csv, metric, row, columns);
        }
    }
    return sink.GetText();
}

} // namespace nexsim
