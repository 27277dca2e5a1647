// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/run-cell.h"
#include "sim/repeat/experiment-explanation.h"
#include "sim/results/format-quantity.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nexsim
{

namespace
{

/** @brief A mean with its interval; a difference has a sign. */
std::string
Shown(const Interval& interval, const ExplainedCell& cell, const std::string& unit)
{
    const auto half = interval.known ? std::optional(interval.HalfWidth()) : std::nullopt;
    return (cell.isDifference && interval.mean > 0 ? "+" : "") +
           FormatInterval(interval.mean, half, unit);
}

std::string
StageTable(const ExplainedTraffic& traffic)
{
    TextTable table;
    table.AddColumn(traffic.name, Align::Left);
    table.AddColumn("loss", Align::Right);
    table.AddColumn("mean latency", Align::Right);
    for (const std::string& stage : traffic.stages)
    {
        table.AddColumn(stage, Align::Right);
    }
    if (!traffic.others.empty())
    {
        table.AddColumn(traffic.others.size() == 1 ? traffic.others.front() : "others",
                        Align::Right);
    }
    for (const ExplainedCell& cell : traffic.cells)
    {
        std::vector<std::string> row = {cell.label,
                                        cell.loss ? Shown(*cell.loss, cell, "ratio") : "-",
                                        Shown(cell.latency, cell, "ps")};
        for (const Interval& stage : cell.stages)
        {
            row.push_back(Shown(stage, cell, "ps"));
        }
        table.AddRow(std::move(row));
    }
    return table.ToText();
}

/** @brief What the stages' last column holds, where that is several. */
std::string
OthersText(const ExplainedTraffic& traffic)
{
    return traffic.others.size() < 2
               ? ""
               : Wrapped(fmt::format("others: {}", fmt::join(traffic.others, ", ")));
}

std::string
RunTable(const ExplainedTraffic& traffic)
{
    TextTable table;
    table.AddColumn("runs of " + traffic.name, Align::Left);
    table.AddColumn("typical", Align::Left);
    table.AddColumn("with the latest packet", Align::Left);
    table.AddColumn("its latency", Align::Right);
    for (const ExplainedCell& cell : traffic.cells)
    {
        const auto greatest = cell.worst == nullptr
                                  ? std::nullopt
                                  : cell.worst->metrics.Find(traffic.name + "/latency/max");
        table.AddRow({cell.label,
                      cell.typical == nullptr ? "-" : cell.typical->id,
                      cell.worst == nullptr ? "-" : cell.worst->id,
                      greatest ? FormatPrecisely(ToDouble(greatest->value), "ps") : "-"});
    }
    return table.ToText();
}

std::string
LossTable(const std::vector<ExplainedLoss>& losses)
{
    TextTable table;
    table.AddColumn("lost most", Align::Left);
    table.AddColumn("at", Align::Left);
    table.AddColumn("reason", Align::Left);
    table.AddColumn("packets a run", Align::Right);
    table.AddColumn("of all lost", Align::Right);
    for (const ExplainedLoss& loss : losses)
    {
        table.AddRow({loss.label,
                      loss.component,
                      loss.reason,
                      fmt::format("{:.1f}", loss.packets),
                      FormatQuantity(loss.part, "ratio")});
    }
    return table.ToText();
}

/** @brief The run with the latest packet of all. */
const RunRecord*
WorstOf(const ExplainedTraffic& traffic)
{
    const RunRecord* worst = nullptr;
    double greatest = 0;
    for (const ExplainedCell& cell : traffic.cells)
    {
        const auto own = cell.worst == nullptr
                             ? std::nullopt
                             : cell.worst->metrics.Find(traffic.name + "/latency/max");
        if (own && ToDouble(own->value) > greatest)
        {
            greatest = ToDouble(own->value);
            worst = cell.worst;
        }
    }
    return worst;
}

std::string
NextCommands(const FinishedExperiment& experiment, const ExplainedTraffic& traffic)
{
    const auto line = [&](const RunRecord& run, const char* which) {
        return "  " +
               ToShellLine({"nexsim",
                            "explain",
                            experiment.folder + "/runs/" + run.id,
                            "--traffic",
                            traffic.name,
                            which}) +
               "\n";
    };
    const RunRecord* worst = WorstOf(traffic);
    if (worst == nullptr)
    {
        return "";
    }
    const RunRecord* typical = traffic.cells.front().typical;
    return "one packet, link by link: one of median latency, and the latest of all\n" +
           (typical == nullptr ? "" : line(*typical, "--typical")) + line(*worst, "--worst");
}

std::string
Legend(const ExperimentExplanation& explanation)
{
    return Wrapped(fmt::format(
        "Mean time of delivered packets by stage, ± the 95 % interval over replications (Student "
        "t); "
        "stages that take less than 0.1 % are left out, all add up to the mean latency.{} Lost "
        "packets "
        "have no latency: read it beside the loss.",
        explanation.baseline.empty()
            ? ""
            : fmt::format(" Rows with signs are differences to the row of {} above them, paired by "
                          "replication.",
                          explanation.baseline)));
}

} // namespace

std::string
ToText(const FinishedExperiment& experiment, const ExperimentExplanation& explanation)
{
    std::string text = Wrapped(fmt::format("{}: {}", experiment.name, experiment.about)) + "\n";
    for (const ExplainedTraffic& traffic : explanation.traffic)
    {
        text += StageTable(traffic) + OthersText(traffic) + "\n";
    }
    text += Legend(explanation) + "\n";
    if (!explanation.losses.empty())
    {
        text += LossTable(explanation.losses) + "\n";
    }
    for (const ExplainedTraffic& traffic : explanation.traffic)
    {
        text += RunTable(traffic) + NextCommands(experiment, traffic) + "\n";
    }
    return text;
}

} // namespace nexsim
