// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LIKELY_CAUSE_H
#define NEXSIM_LIKELY_CAUSE_H

#include "sim/run/event-account.h"
#include "sim/scenario/json-difference.h"

#include <optional>
#include <vector>

namespace nexsim
{

/**
 * @brief Orders the differences of two documents by how much they have to do with an event.
 *
 * A guess by names, for people: first those that name the place of the event on either side, then those
 * that name its traffic or the way of its packet, at last those that cannot change any event, such as
 * what is measured.
 *
 * @param document of one of the runs, in which the differences' pointers lead to links
 */
std::vector<JsonDifference> LikelyFirst(std::vector<JsonDifference> differences,
                                        const Json& document,
                                        const std::optional<EventAccount>& a,
                                        const std::optional<EventAccount>& b);

} // namespace nexsim

#endif // NEXSIM_LIKELY_CAUSE_H
