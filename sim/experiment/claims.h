// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLAIMS_H
#define NEXSIM_CLAIMS_H

#include "sim/experiment/statistics.h"
#include "sim/results/draws.h"
#include "sim/results/metrics.h"
#include "sim/results/named-texts.h"
#include "sim/scenario/claim.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What the experiment ran. */
struct ClaimPlan
{
    std::vector<std::string> variants; //!< one of empty name when the scenario has none
    std::vector<NamedTexts> points;    //!< one without parameters when nothing is swept
    std::int64_t replications{1};
    Draws draws{Draws::None};
    std::vector<std::int64_t> atPoints; //!< replications by point, where they differ; may be empty

    std::int64_t ReplicationsAt(const NamedTexts& point) const;
};

/** @brief One number of one run that a claim asks for. */
struct ClaimQuery
{
    std::string variant;
    NamedTexts point;
    std::int64_t replication{0};
    std::string metric;
    std::string stat;
    std::optional<WindowSpec> during;
};

/** @brief A claim that cannot be evaluated; what() says why, for a person. */
class ClaimError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * @brief Finds every metric of a run that a query matches, in the order of the run's table.
 * @throw ClaimError, for instance with the nearest metric when none matches
 */
using ClaimLookup = std::function<std::vector<Metric>(const ClaimQuery&)>;

/** @brief How a claim ends; only the first makes the program exit with 0. */
enum class Verdict
{
    Held,      //!< the whole interval satisfies it
    Broken,    //!< none of the interval does
    Undecided, //!< a part does, or the interval is not known
    Failed     //!< it cannot be evaluated
};

/** @brief "held", "broken", "undecided" or "failed". */
const char* ToText(Verdict verdict);

/** @brief How an interval stands to bounds. */
Verdict Judge(const Interval& interval, const Bounds& bounds);

/** @brief A claim for one variant at one sweep point. */
struct ClaimCell
{
    std::string variant;
    NamedTexts point;
    Verdict verdict{Verdict::Failed};
    Interval interval;
    std::string unit;  //!< of the interval; "1" for a ratio
    std::string error; //!< of Verdict::Failed
};

/** @brief A claim with the numbers it rests on. */
struct ClaimResult
{
    Claim claim;
    Verdict verdict{Verdict::Failed}; //!< the worst of its cells; Failed when there is none
    std::vector<ClaimCell> cells;     //!< points within variants, in order of the plan
};

/** @brief Evaluate a claim over the runs of an experiment; failures end up in the result. */
ClaimResult EvaluateClaim(const Claim& claim, const ClaimPlan& plan, const ClaimLookup& lookup);

} // namespace nexsim

#endif // NEXSIM_CLAIMS_H
