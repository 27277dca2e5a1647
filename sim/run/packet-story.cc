// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/packet-story.h"

#include "sim/results/format-quantity.h"
#include "sim/run/packet-recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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
        return "copied";
    case EventKind::Replaced:
        return "replaced by a newer packet";
    case EventKind::Merged:
        return "merged into an earlier packet";
    }
    return "";
}

/** A packet that was cut or joined goes on as something else. */
std::string
EventText(const PacketStep& step)
{
    if (step.segments < step.segmentsBefore)
    {
        return fmt::format("cut: the first of {} segments", step.segmentsBefore);
    }
    if (step.segments > step.segmentsBefore)
    {
        return fmt::format("joined by the next {}", step.segments - step.segmentsBefore);
    }
    return step.kind ? KindText(*step.kind) : "worked on";
}

bool
IsJoined(const PacketStep& step)
{
    return step.segments > step.segmentsBefore;
}

/** Steps as rows: what joins it at once in one place is one. */
std::vector<PacketStep>
Rows(const PacketStory& story)
{
    std::vector<PacketStep> rows;
    for (const PacketStep& step : story.steps)
    {
        const bool goesOn = !rows.empty() && IsJoined(rows.back()) && IsJoined(step) &&
                            rows.back().at == step.at && rows.back().where == step.where;
        if (goesOn)
        {
            rows.back().segments = step.segments;
        }
        else
        {
            rows.push_back(step);
        }
    }
    return rows;
}

/**
 * All steps as one, whose time is how long they took; nothing where it is inside still, or was
 * joined: then stages are means.
 */
std::optional<PacketStep>
SumOf(const PacketStory& story)
{
    const PacketStep& last = story.steps.back();
    const bool ended = last.kind == EventKind::Delivered || last.kind == EventKind::Dropped;
    if (!ended || std::any_of(story.steps.begin(), story.steps.end(), IsJoined))
    {
        return std::nullopt;
    }
    PacketStep sum;
    sum.at = last.at - story.steps.front().at;
    for (const auto& [stage, span] : story.steps.front().spent)
    {
        sum.at += span; // a sensor's line is older than its packet
    }
    std::array<SimTime, kStageCount> stages{};
    for (const PacketStep& step : story.steps)
    {
        for (const auto& [stage, span] : step.spent)
        {
            stages[static_cast<size_t>(stage)] += span;
        }
    }
    sum.waited = sum.at;
    for (size_t stage = 0; stage < kStageCount; ++stage)
    {
        if (stages[stage] != SimTime(0))
        {
            sum.spent.emplace_back(static_cast<Stage>(stage), stages[stage]);
            sum.waited -= stages[stage];
        }
    }
    return sum;
}

} // namespace

std::string
StepText(const PacketStep& step)
{
    return fmt::format("{}{}{}{}",
                       EventText(step),
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
    for (const PacketStep& step : Rows(story))
    {
        table.AddRow({TimeText(step.at), StepText(step), step.where, SpentText(step)});
    }
    if (const auto sum = SumOf(story); sum && sum->at > SimTime(0))
    {
        table.AddRow({"in all", TimeText(sum->at), "", SpentText(*sum)});
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
