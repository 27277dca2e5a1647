// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/flow-story.h"

#include "sim/results/format-quantity.h"
#include "sim/results/provenance.h"
#include "sim/results/table.h"
#include "sim/run/flow-recorder.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

std::string
TimeText(double picoseconds)
{
    return FormatPrecisely(picoseconds, "ps");
}

std::string
TimeText(SimTime time)
{
    return TimeText(static_cast<double>(time.Value()));
}

std::string
MeanText(SimTime sum, int64_t count)
{
    return count == 0
               ? "-"
               : FormatQuantity(static_cast<double>(sum.Value()) / static_cast<double>(count),
                                "ps");
}

std::string
ShareText(double part, double whole)
{
    return whole == 0 ? "-" : fmt::format("{:.1f} %", 100 * part / whole);
}

std::string
CountText(const FlowStory& story)
{
    Tally lost;
    for (const FlowLoss& loss : story.losses)
    {
        lost += loss.lost;
    }
    TextTable table;
    table.AddColumn("", Align::Left);
    table.AddColumn("packets", Align::Right);
    table.AddColumn("payload bytes", Align::Right);
    table.AddColumn("share", Align::Right);
    const auto add = [&](const std::string& name, const Tally& tally) {
        table.AddRow({name,
                      std::to_string(tally.packets),
                      std::to_string(tally.payloadBytes),
                      ShareText(static_cast<double>(tally.packets),
                                static_cast<double>(story.sent.packets))});
    };
    add("sent", story.sent);
    add("delivered", story.delivered);
    for (const FlowLoss& loss : story.losses)
    {
        add(fmt::format("lost at {}: {}", loss.where, loss.reason), loss.lost);
    }
    if (story.replaced.packets > 0)
    {
        add("replaced by newer ones", story.replaced);
    }
    Tally ended = lost;
    ended += story.delivered;
    ended += story.replaced;
    add("inside at the end",
        {story.sent.packets - ended.packets, story.sent.payloadBytes - ended.payloadBytes});
    return table.ToText() +
           (story.marked == 0
                ? ""
                : fmt::format("{} of the delivered carry an ECN congestion mark\n", story.marked));
}

std::string
WayText(const FlowStory& story)
{
    TextTable table;
    table.AddColumn("link by link", Align::Left);
    table.AddColumn("packets", Align::Right);
    table.AddColumn("mean wait before", Align::Right);
    table.AddColumn("longest wait", Align::Right);
    table.AddColumn("mean crossing", Align::Right);
    for (const FlowHop& hop : story.hops)
    {
        table.AddRow({hop.link,
                      std::to_string(hop.packets),
                      MeanText(hop.waitSum, hop.packets),
                      TimeText(hop.longestWait),
                      MeanText(hop.crossSum, hop.arrived)});
    }
    std::string text = table.ToText();
    for (const FlowPath& path : story.paths)
    {
        if (story.paths.size() == 1)
        {
            break;
        }
        std::vector<std::string> links;
        for (const size_t hop : path.hops)
        {
            links.push_back(story.hops[hop].link);
        }
        text += fmt::format("{} delivered by way of {}\n", path.delivered, fmt::join(links, ", "));
    }
    return text;
}

std::string
StageText(const FlowStory& story)
{
    TextTable table;
    table.AddColumn("where the time went", Align::Left);
    table.AddColumn("mean", Align::Right);
    table.AddColumn("share", Align::Right);
    table.AddColumn("worst packet", Align::Right);
    const auto count = static_cast<double>(story.delivered.packets);
    for (size_t stage = 0; stage < kStageCount; ++stage)
    {
        const auto sum = static_cast<double>(story.stageSums[stage]);
        if (sum != 0)
        {
            table.AddRow({std::string(kStageNames[stage]),
                          FormatQuantity(sum / count, "ps"),
                          ShareText(sum, static_cast<double>(story.latency.Sum())),
                          TimeText(SimTime(story.worst->stages.picoseconds[stage]))});
        }
    }
    table.AddRow({"latency",
                  FormatQuantity(story.latency.Mean(), "ps"),
                  "100.0 %",
                  TimeText(story.worst->latency)});
    return table.ToText();
}

/** @brief What its hosts' cores did; "" where processing takes no time. */
std::string
WorkText(const FlowStory& story)
{
    TextTable table;
    table.AddColumn("work on it", Align::Left);
    table.AddColumn("pieces", Align::Right);
    table.AddColumn("cost", Align::Left);
    table.AddColumn("time", Align::Right);
    table.AddColumn("per packet sent", Align::Right);
    table.AddColumn("evidence", Align::Left);
    std::vector<WorkCost> all;
    for (const FlowWork& work : story.work)
    {
        std::string core = work.core;
        std::string pieces = std::to_string(work.pieces);
        for (const WorkCost& cost : work.costs)
        {
            table.AddRow({std::exchange(core, ""),
                          std::exchange(pieces, ""),
                          FigureText(cost),
                          FormatQuantity(static_cast<double>(cost.span.Value()), "ps"),
                          MeanText(cost.span, story.sent.packets),
                          EvidenceText(cost)});
        }
        AddCosts(all, work.costs);
    }
    return all.empty() ? "" : table.ToText() + EstimateNote(all) + "\n";
}

std::string
LatencyText(const LogLinearHistogram& latency)
{
    TextTable table;
    std::vector<std::string> cells;
    for (const auto& [name, quantile] : {std::pair("least", 0.0),
                                         std::pair("p25", 0.25),
                                         std::pair("p50", 0.5),
                                         std::pair("p75", 0.75),
                                         std::pair("p90", 0.9),
                                         std::pair("p99", 0.99),
                                         std::pair("p99.9", 0.999),
                                         std::pair("greatest", 1.0)})
    {
        table.AddColumn(fmt::format("{}{}", cells.empty() ? "latency: " : "", name), Align::Right);
        cells.push_back(FormatQuantity(static_cast<double>(latency.Quantile(quantile)), "ps"));
    }
    table.AddRow(cells);
    return table.ToText();
}

std::string
GapText(const FlowStory& story)
{
    TextTable table;
    for (const char* column :
         {"", "first", "last", "mean gap", "shortest gap", "longest gap", "which ended at"})
    {
        table.AddColumn(column, *column == '\0' ? Align::Left : Align::Right);
    }
    const auto add = [&table](const char* name, const FlowGaps& gaps) {
        table.AddRow({name,
                      TimeText(gaps.first),
                      TimeText(gaps.last),
                      MeanText(gaps.sum, gaps.count),
                      gaps.count == 0 ? "-" : TimeText(gaps.shortest),
                      gaps.count == 0 ? "-" : TimeText(gaps.longest),
                      gaps.count == 0 ? "-" : TimeText(gaps.longestEnds)});
    };
    add("sent", story.sentGaps);
    if (story.delivered.packets != 0)
    {
        add("delivered", story.deliveredGaps);
    }
    return table.ToText();
}

} // namespace

void
FlowGaps::Add(SimTime now)
{
    if (!m_hasFirst)
    {
        m_hasFirst = true;
        first = now;
        last = now;
        return;
    }
    const SimTime gap = now - last;
    shortest = count == 0 ? gap : std::min(shortest, gap);
    if (count == 0 || gap > longest)
    {
        longest = gap;
        longestEnds = now;
    }
    sum += gap;
    last = now;
    ++count;
}

std::unique_ptr<FlowStory>
TellFlowStory(const ScenarioRun& scenario, const std::string& flow, uint64_t events)
{
    RepeatedRun repeated(scenario);
    FlowRecorder recorder(flow, repeated.Run());
    repeated.Play(recorder, events, &recorder);
    return recorder.Take();
}

std::string
ToText(const FlowStory& story, const std::string& run)
{
    std::string text = fmt::format("flow {}{}{}, the whole run, warm-up included\n\n",
                                   story.flow,
                                   story.traffic.empty() ? "" : " of ",
                                   story.traffic);
    text +=
        CountText(story) + "\n" + GapText(story) + "\n" + WayText(story) + "\n" + WorkText(story);
    if (!story.worst)
    {
        return text + "no packet of it was delivered\n";
    }
    text += LatencyText(story.latency) + "\n" + StageText(story) + "\n";
    return text + fmt::format("the worst packet's latency began at {}; its own story:\n  {}\n",
                              TimeText(story.worst->born),
                              ToShellLine({"nexsim",
                                           "explain",
                                           run,
                                           "--flow",
                                           story.flow,
                                           "--packet",
                                           std::to_string(story.worst->order)}));
}

} // namespace nexsim
