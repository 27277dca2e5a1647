// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FIRST_DIVERGENCE_H
#define NEXSIM_FIRST_DIVERGENCE_H

#include "sim/run/event-window.h"

#include <optional>

namespace nexsim
{

/** @brief The first event in which two runs differ: all before it are equal, one by one. */
struct Divergence
{
    uint64_t number = 0;          //!< of the event, counted from 1, in both runs
    std::optional<HashedEvent> a; //!< nothing where that run has ended before
    std::optional<HashedEvent> b;
    bool isOrder = false; //!< at the same instant each run also has the other's event, later
};

/** @brief What a search has found. */
struct DivergenceSearch
{
    std::optional<Divergence> divergence; //!< nothing where the window is the same on both sides
    std::array<uint64_t, Fingerprint::kIngredients> beforeA{}; //!< hashes at its beginning
    std::array<uint64_t, Fingerprint::kIngredients> beforeB{};
};

/** @brief One side of a comparison. */
struct ComparedRun
{
    const ScenarioRun& scenario;
    uint64_t events = 0; //!< how many were hashed: where a limit had cut it, it ends here again
};

/**
 * @brief Repeats two runs, and compares their hashed events of a window one by one.
 *
 * Keeps at most kMostEvents of either side in memory: a larger window is narrowed first, by further
 * repetitions that compare checkpoints within it.
 *
 * @param window before which the runs are the same
 * @throws as RunScenario; std::logic_error where a run breaks an invariant before
 */
DivergenceSearch FindDivergence(const ComparedRun& a, const ComparedRun& b, EventWindow window);

/** @brief As above with another bound on what is kept; at least 2. */
DivergenceSearch FindDivergence(const ComparedRun& a,
                                const ComparedRun& b,
                                EventWindow window,
                                uint64_t mostEvents);

} // namespace nexsim

#endif // NEXSIM_FIRST_DIVERGENCE_H
