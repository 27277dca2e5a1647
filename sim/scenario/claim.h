// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLAIM_H
#define NEXSIM_CLAIM_H

#include "sim/results/named-texts.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>

namespace nexsim
{

/** @brief How the values of several components become one. */
enum class Across
{
    One, //!< the metric names one component
    Max,
    Min,
    Sum,
    Mean
};

/** @brief How a variant stands against another, replication by replication. */
enum class Comparison
{
    Alone,
    Over, //!< ratio
    Minus //!< difference
};

/** @brief What the whole interval must satisfy, in the unit of the metric; at least one is given. */
struct Bounds
{
    std::optional<double> min;
    std::optional<double> max;
};

/** @brief The bounds of "equals" with "within", both in the unit of the metric. */
inline Bounds
EqualsWithin(double equals, double within)
{
    return {equals - within, equals + within};
}

/** @brief What a scenario says that its runs show. */
struct Claim
{
    std::string that;
    std::string metric; //!< path, or a selector of paths together with across
    std::string stat;   //!< "p99" and its like; empty for the metric itself
    Across across{Across::One};
    NamedTexts at; //!< sweep points that have these values; empty for every one
    std::optional<WindowSpec> during;
    std::string of; //!< variant; empty for each one but the reference
    Comparison comparison{Comparison::Alone};
    std::string reference; //!< variant that is compared with
    Bounds bounds;
    std::string unit; //!< of the bounds as written, as in Metric: "ps"; "1" for plain numbers
};

/**
 * @brief Whether the claim says something about a variant at a sweep point; without "of" it does
 * about every variant but the one that it compares with.
 */
bool IsAbout(const Claim& claim, const std::string& variant, const NamedTexts& point);

} // namespace nexsim

#endif // NEXSIM_CLAIM_H
