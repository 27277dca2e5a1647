// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRIC_DIRECTION_H
#define NEXSIM_METRIC_DIRECTION_H

#include <string_view>

namespace nexsim
{

/** @brief Which way a metric is better. */
enum class Direction
{
    None, //!< neither way: a queue's length, what was sent
    Lower,
    Higher
};

/**
 * @brief The direction of a metric by what its path ends in: latencies, stages, losses, drops, CPU time
 * per packet and wake-ups are better lower; throughput, goodput, delivered packets higher.
 *
 * A minimum, a count or a metric that the table does not know has none.
 */
Direction DirectionOf(std::string_view path);

/** @brief "lower is better", "higher is better" or "" for none. */
const char* ToText(Direction direction);

} // namespace nexsim

#endif // NEXSIM_METRIC_DIRECTION_H
