// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVENT_SORT_H
#define NEXSIM_EVENT_SORT_H

#include "models/base/event-bucket.h"

#include <cstddef>

namespace nexsim
{

/** @brief Events up to which CopySorted() sorts. */
constexpr size_t MOST_SORTED = 32;

/**
 * @brief Copies the events of a bucket, MOST_SORTED at most, to `to`, in the order of Before().
 *
 * For each event those before it are counted, which takes no branch that a processor could guess
 * wrong: comparing a few events with each other costs less than that.
 */
void CopySorted(const EventBucket& bucket, EventRecord* to);

} // namespace nexsim

#endif // NEXSIM_EVENT_SORT_H
