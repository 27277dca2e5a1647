// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/balance.h"

#include "models/base/component.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

std::string
Text(const Tally& tally)
{
    return fmt::format("{} packets ({} B)", tally.packets, tally.payloadBytes);
}

/** @brief "; of these sw/port[b]/queue 3 packets (90 B), ...": where to look first. */
std::string
HoldersText(const RunContext& run)
{
    std::string text;
    size_t shown = 0;
    for (const Component* component : run.Components())
    {
        const Tally held = component->Held();
        if (held.packets == 0)
        {
            continue;
        }
        if (++shown > 8)
        {
            return text + ", ...";
        }
        text += (shown == 1 ? "; of these " : ", ") + component->Path() + " " + Text(held);
    }
    return text;
}

std::optional<std::string>
CheckHolders(const RunContext& run)
{
    for (const Component* component : run.Components())
    {
        const Tally held = component->Held();
        if (held.packets < 0 || held.payloadBytes < 0)
        {
            return fmt::format("{} holds {} at {} ps",
                               component->Path(),
                               Text(held),
                               run.Now().Value());
        }
    }
    return std::nullopt;
}

std::optional<std::string>
CheckBooks(const RunContext& run)
{
    for (const Component* component : run.Components())
    {
        if (const std::optional<std::string> error = component->FindError())
        {
            return fmt::format("{} at {} ps: {}", component->Path(), run.Now().Value(), *error);
        }
    }
    return std::nullopt;
}

std::optional<std::string>
CheckLedger(RunContext& run)
{
    const Tally inside = run.GetLedger().Inside();
    const Tally held = run.Held();
    const auto live = static_cast<int64_t>(run.Pool().Live());
    if (inside == held && held.packets == live)
    {
        return std::nullopt;
    }
    return fmt::format("the ledger does not balance at {} ps: {} must be inside, the pool has {} "
                       "packets in use, the components hold {}{}",
                       run.Now().Value(),
                       Text(inside),
                       live,
                       Text(held),
                       HoldersText(run));
}

/** @brief Copies, splits and merges neither add nor lose payload. */
std::optional<std::string>
CheckConversions(RunContext& run)
{
    for (const Conversion kind : {Conversion::Copy, Conversion::Split, Conversion::Merge})
    {
        const Tally& taken = run.GetLedger().Taken(kind);
        const Tally& made = run.GetLedger().Made(kind);
        if (taken.payloadBytes != made.payloadBytes)
        {
            return fmt::format("{} at {} ps: {} became {}",
                               kConversionNames[static_cast<size_t>(kind)],
                               run.Now().Value(),
                               Text(taken),
                               Text(made));
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string>
FindImbalance(RunContext& run)
{
    std::optional<std::string> broken = CheckHolders(run);
    broken = broken ? broken : CheckBooks(run);
    broken = broken ? broken : CheckConversions(run);
    return broken ? broken : CheckLedger(run);
}

} // namespace nexsim
