// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECORD_DIFFERENCE_H
#define NEXSIM_RECORD_DIFFERENCE_H

#include "sim/repeat/finished-run.h"
#include "sim/run/event-window.h"
#include "sim/scenario/json-difference.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A metric of both runs with two values. */
struct MetricDifference
{
    std::string path;
    std::string unit;
    double a = 0;
    double b = 0;

    /** @brief |b - a| by the larger magnitude: from 0 to 2. */
    double Relative() const;
};

/** @brief Something of two runs' records by name. */
struct NamedDifference
{
    std::string name;
    std::string a;
    std::string b;
};

/** @brief How the records of two runs differ. */
struct RecordDifference
{
    std::vector<std::string> ingredients; //!< of the fingerprint, that differ
    bool eventsDiffer = false;            //!< trajectory, wire, drops or the number of events do
    bool isComparable = true;             //!< one results version: hashes mean the same
    std::vector<JsonDifference> documents;
    std::vector<NamedDifference> provenance; //!< version, compiler, build and their like
    std::vector<NamedDifference> inputs;     //!< contents of files and libraries
    std::vector<NamedDifference> endings;    //!< outcome, reason, simulated time
    std::vector<MetricDifference> metrics;   //!< the largest relative change first
    std::vector<std::string> onlyA, onlyB;   //!< metrics that only one of them has
    std::size_t comparedMetrics = 0;

    /** @brief Equal in all that they report of the simulation. */
    bool AreEqual() const
    {
        return ingredients.empty() && !eventsDiffer && endings.empty() && metrics.empty() &&
               onlyA.empty() && onlyB.empty();
    }
};

RecordDifference CompareRecords(const FinishedRun& a, const FinishedRun& b);

/**
 * @brief In which events two runs first differ, as far as their checkpoints tell.
 *
 * Compared are checkpoints after equally many hashed events. Where all that both have are equal, the
 * window reaches from there to the end of the longer run. Records of different results versions leave
 * all open.
 */
EventWindow FindDivergingWindow(const RunRecord& a, const RunRecord& b);

} // namespace nexsim

#endif // NEXSIM_RECORD_DIFFERENCE_H
