// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/first-divergence.h"

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr uint64_t kMostEvents = 65'536;

EventWindow
PartOf(EventWindow window, const ComparedRun& run)
{
    return {window.from, std::min(window.to, run.events)};
}

/** @brief Whether `event` comes among those from `at` on that are of one instant. */
bool
ComesAtInstant(const std::vector<HashedEvent>& events, size_t at, const HashedEvent& event)
{
    for (size_t i = at; i < events.size() && events[i].at == event.at; ++i)
    {
        if (events[i] == event)
        {
            return true;
        }
    }
    return false;
}

std::optional<Divergence>
Compare(const WindowView& a, const WindowView& b, EventWindow window)
{
    const auto [differentA, differentB] =
        std::mismatch(a.events.begin(), a.events.end(), b.events.begin(), b.events.end());
    if (differentA == a.events.end() && differentB == b.events.end())
    {
        return std::nullopt;
    }
    const auto index = static_cast<size_t>(differentA - a.events.begin());
    Divergence divergence;
    divergence.number = window.from + index + 1;
    if (differentA != a.events.end())
    {
        divergence.a = *differentA;
    }
    if (differentB != b.events.end())
    {
        divergence.b = *differentB;
    }
    divergence.isOrder = divergence.a && divergence.b && divergence.a->at == divergence.b->at &&
                         ComesAtInstant(a.events, index, *divergence.b) &&
                         ComesAtInstant(b.events, index, *divergence.a);
    return divergence;
}

/** @brief A part of a window, and what both runs have hashed before the whole of it. */
struct NarrowedWindow
{
    EventWindow window;
    DivergenceSearch before;
};

/** @brief The part, of `spacing` events at most, in which the hashes come apart. */
NarrowedWindow
Narrow(const ComparedRun& a, const ComparedRun& b, EventWindow window, uint64_t spacing)
{
    const WindowView viewA = RecordCheckpoints(a.scenario, PartOf(window, a), spacing);
    const WindowView viewB = RecordCheckpoints(b.scenario, PartOf(window, b), spacing);
    const auto [differentA, differentB] =
        std::mismatch(viewA.checkpoints.begin(),
                      viewA.checkpoints.end(),
                      viewB.checkpoints.begin(),
                      viewB.checkpoints.end(),
                      [](const auto& x, const auto& y) { return x.hashes == y.hashes; });
    const auto equal = static_cast<uint64_t>(differentA - viewA.checkpoints.begin());
    const uint64_t from = window.from + equal * spacing;
    return {{from, std::min(from + spacing, window.to)},
            {std::nullopt, viewA.before, viewB.before}};
}

} // namespace

DivergenceSearch
FindDivergence(const ComparedRun& a, const ComparedRun& b, EventWindow window, uint64_t mostEvents)
{
    std::optional<DivergenceSearch> search;
    while (window.Size() > mostEvents)
    {
        const NarrowedWindow narrowed =
            Narrow(a, b, window, (window.Size() + mostEvents - 1) / mostEvents);
        window = narrowed.window;
        search = search ? search : narrowed.before;
    }
    const WindowView viewA = RecordEvents(a.scenario, PartOf(window, a));
    const WindowView viewB = RecordEvents(b.scenario, PartOf(window, b));
    if (!search)
    {
        search = {std::nullopt, viewA.before, viewB.before};
    }
    search->divergence = Compare(viewA, viewB, window);
    return *search;
}

DivergenceSearch
FindDivergence(const ComparedRun& a, const ComparedRun& b, EventWindow window)
{
    return FindDivergence(a, b, window, kMostEvents);
}

} // namespace nexsim
