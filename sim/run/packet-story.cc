// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/packet-story.h"

#include "sim/results/format-quantity.h"
#include "sim/run/packet-recorder.h"

#include <fmt/format.h>

#include <utility>

namespace nexsim
{

namespace
{

std::string
TimeText(SimTime time)
{
    return FormatPrecisely(static_cast<double>(time.Value()), "ps");
}

const char*
KindText(EventKind kind)
{
    switch (kind)
    {
    case EventKind::Born:
        return "sent";
    case EventKind::Transmitted:
        return "transmitted";
    case EventKind::Arrived:
        return "arrived";
    case EventKind::Delivered:
        return "delivered";
    case EventKind::Dropped:
        return "dropped";
    case EventKind::Converted:
        return "converted";
    case EventKind::Replaced:
        return "replaced by a newer packet";
    case EventKind::Merged:
        return "merged into an earlier packet";
    }
    return "";
}

} // namespace

std::string
StepText(const PacketStep& step)
{
    return fmt::format("{}{}{}{}",
                       step.kind ? KindText(*step.kind) : "worked on",
                       step.gotMarked ? ", ECN-marked" : "",
                       step.reason.empty() ? "" : ": ",
                       step.reason);
}

std::string
SpentText(const PacketStep& step)
{
    std::string text;
    const auto add = [&text](std::string_view where, SimTime span) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", where, TimeText(span));
    };
    for (const auto& [stage, span] : step.spent)
    {
        add(kStageNames[static_cast<size_t>(stage)], span);
    }
    if (step.waited > SimTime(0))
    {
        add("waited", step.waited);
    }
    return text;
}

std::optional<PacketStory>
TellPacketStory(const ScenarioRun& scenario, const PacketChoice& choice, uint64_t events)
{
    RepeatedRun repeated(scenario);
    PacketRecorder recorder(choice, repeated.Run());
    repeated.Play(recorder, events, &recorder);
    return recorder.Story();
}

TextTable
ToTable(const PacketStory& story)
{
    TextTable table;
    table.AddColumn("time", Align::Right);
    table.AddColumn("event", Align::Left);
    table.AddColumn("where", Align::Left);
    table.AddColumn("spent since the row above", Align::Left);
    for (const PacketStep& step : story.steps)
    {
        table.AddRow({TimeText(step.at), StepText(step), step.where, SpentText(step)});
    }
    return table;
}

std::string
CostText(const PacketStory& story)
{
    TextTable table;
    table.AddColumn("done at", Align::Right);
    table.AddColumn("by", Align::Left);
    table.AddColumn("cost of the work", Align::Left);
    table.AddColumn("time", Align::Right);
    table.AddColumn("evidence", Align::Left);
    std::vector<WorkCost> all;
    SimTime sum;
    for (const PacketStep& step : story.steps)
    {
        std::string at = TimeText(step.at);
        std::string by = step.where;
        for (const WorkCost& cost : step.costs)
        {
            table.AddRow({std::exchange(at, ""),
                          std::exchange(by, ""),
                          FigureText(cost),
                          TimeText(cost.span),
                          EvidenceText(cost)});
            sum += cost.span;
        }
        AddCosts(all, step.costs);
    }
    table.AddRow({"", "", "all", TimeText(sum), ""});
    return all.empty() ? "" : table.ToText() + EstimateNote(all);
}

} // namespace nexsim
