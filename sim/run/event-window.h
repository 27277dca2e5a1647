// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVENT_WINDOW_H
#define NEXSIM_EVENT_WINDOW_H

#include "sim/run/hashed-event.h"
#include "sim/scenario/scenario.h"

#include <cstdint>
#include <vector>

namespace nexsim
{

/** @brief Hashed events of a run by their number, counted from 1: those after `from` up to `to`. */
struct EventWindow
{
    uint64_t from = 0;
    uint64_t to = 0;

    uint64_t Size() const
    {
        return to - from;
    }
};

/** @brief What a repeated run shows of a window. */
struct WindowView
{
    std::array<uint64_t, Fingerprint::kIngredients> before{}; //!< hashes at its beginning
    std::vector<Fingerprint::Checkpoint> checkpoints;         //!< as many as asked for
    std::vector<HashedEvent> events;                          //!< where they were asked for
    uint64_t last = 0; //!< number of the last event seen: less than `to` where the run ended before
};

/** @brief Repeats a run to the end of the window, and keeps every event of it. */
WindowView RecordEvents(const ScenarioRun& scenario, EventWindow window);

/** @brief Repeats a run, and keeps the hashes after every `spacing` events of the window. */
WindowView RecordCheckpoints(const ScenarioRun& scenario, EventWindow window, uint64_t spacing);

} // namespace nexsim

#endif // NEXSIM_EVENT_WINDOW_H
