// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_UNMATCHED_EVENT_H
#define NEXSIM_UNMATCHED_EVENT_H

#include "sim/run/first-divergence.h"

#include <optional>

namespace nexsim
{

/** @brief An event with its number in its run, counted from 1. */
struct NumberedEvent
{
    uint64_t number = 0;
    HashedEvent event;
};

/** @brief At the first instant at which two runs do not have the same events in some order. */
struct UnmatchedEvents
{
    std::optional<NumberedEvent> a; //!< the first there that only this run has; nothing for none
    std::optional<NumberedEvent> b;

    /** @brief Whether the runs have the same events at every instant. */
    bool AreNone() const
    {
        return !a && !b;
    }
};

/**
 * @brief Repeats two runs, and compares what they do instant by instant, without regard to the order of
 * simultaneous events: what a difference of order has led to.
 *
 * Keeps at most about `mostEvents` events or hashes of either side in memory, at least 2, and all of one
 * instant.
 *
 * @throws as FindDivergence
 */
UnmatchedEvents FindUnmatched(const ComparedRun& a,
                              const ComparedRun& b,
                              uint64_t mostEvents = 65'536);

} // namespace nexsim

#endif // NEXSIM_UNMATCHED_EVENT_H
