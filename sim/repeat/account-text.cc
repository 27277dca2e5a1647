// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/account-text.h"

#include "sim/results/format-quantity.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr std::size_t kMostSteps = 8;

std::string
Indented(const std::string& text)
{
    std::string indented;
    std::size_t begin = 0;
    while (begin < text.size())
    {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        indented += end == begin ? "\n" : "  " + text.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    return indented;
}

std::string
PacketText(const EventAccount& account)
{
    static const char* const kEcn[] = {"not ECN-capable", "ECT(1)", "ECT(0)", "ECN CE"};
    return fmt::format("packet {} of flow {}{}{}, {} B IP, {}{}",
                       account.packet,
                       account.flow,
                       account.traffic.empty() ? "" : " of ",
                       account.traffic,
                       account.ipBytes,
                       kEcn[static_cast<std::size_t>(account.ecn)],
                       account.dscp == 0 ? "" : fmt::format(", DSCP {}", account.dscp));
}

std::string
NeighbourText(const EventAccount& account)
{
    if (account.before.empty())
    {
        return "nothing had happened there before\n";
    }
    TextTable table;
    table.AddColumn("time", Align::Right);
    table.AddColumn("there before", Align::Left);
    table.AddColumn("where", Align::Left);
    table.AddColumn("packet", Align::Right);
    table.AddColumn("of flow", Align::Left);
    for (const NeighbourEvent& event : account.before)
    {
        table.AddRow({FormatPrecisely(event.at),
                      event.what,
                      event.where,
                      std::to_string(event.number),
                      event.flow});
    }
    return table.ToText(98);
}

std::string
LevelText(const EventAccount& account)
{
    std::string text;
    for (const LevelReading& level : account.levels)
    {
        text += fmt::format("{} {}\n",
                            level.path,
                            FormatPrecisely(static_cast<double>(level.value), level.unit));
    }
    for (const std::string& change : account.changes)
    {
        text += fmt::format("changed before: {}\n", change);
    }
    return text;
}

/** @brief What the packet of one side did on the other. */
std::string
OtherText(const char* side, const std::optional<EventAccount>& account)
{
    if (!account)
    {
        return "";
    }
    if (!account->other)
    {
        return fmt::format("   in {} that packet has no event from here on\n", side);
    }
    const PacketStep& step = *account->other;
    return fmt::format("   in {} that packet is next  {}  {}  {}\n",
                       side,
                       FormatPrecisely(step.at),
                       StepText(step),
                       step.where);
}

} // namespace

std::string
EventText(const char* side, const EventAccount& account)
{
    const PacketStep& event = account.life.back();
    return fmt::format("{}  {}  {}  {}\n",
                       side,
                       FormatPrecisely(event.at),
                       StepText(event),
                       event.where) +
           Wrapped(PacketText(account), "   ", "   ");
}

std::string
AccountText(const char* side,
            const EventAccount& account,
            const char* otherSide,
            const std::optional<EventAccount>& other)
{
    PacketStory life;
    const std::size_t steps = account.life.size();
    life.steps.assign(account.life.end() - static_cast<std::ptrdiff_t>(std::min(steps, kMostSteps)),
                      account.life.end());
    return EventText(side, account) + OtherText(otherSide, other) + "\n" +
           Indented(ToTable(life).ToText(98)) + "\n" + Indented(NeighbourText(account)) +
           Indented(LevelText(account)) + "\n";
}

} // namespace nexsim
