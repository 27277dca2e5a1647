// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_DIFFERENCE_H
#define NEXSIM_RUN_DIFFERENCE_H

#include "sim/repeat/record-difference.h"
#include "sim/run/event-account.h"
#include "sim/run/first-divergence.h"

namespace nexsim
{

/** @brief How two runs differ, and where they first came apart. */
struct RunDifference
{
    RecordDifference records;
    EventWindow window; //!< of the first difference, by the checkpoints; where events differ
    std::optional<Divergence> divergence;
    std::optional<EventAccount>
        a; //!< of the first diverging event; nothing where the run had ended
    std::optional<EventAccount> b;
    std::vector<std::string> remarks; //!< on what could not be found, or holds of this build only
};

/**
 * @brief Compares what two runs have left; where their events differ, repeats both to find the first
 * that does.
 *
 * What cannot be repeated is a remark, not an error: the rest stands.
 */
RunDifference CompareRuns(const FinishedRun& a, const FinishedRun& b, const RepeatMeans& means);

/** @brief For people, in lines of at most 100 columns. */
std::string ToText(const FinishedRun& a, const FinishedRun& b, const RunDifference& difference);

} // namespace nexsim

#endif // NEXSIM_RUN_DIFFERENCE_H
