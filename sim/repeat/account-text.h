// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ACCOUNT_TEXT_H
#define NEXSIM_ACCOUNT_TEXT_H

#include "sim/run/event-account.h"

#include <optional>
#include <string>

namespace nexsim
{

/** @brief An event of one side, "a" or "b", and whose it is. */
std::string EventText(const char* side, const EventAccount& account);

/**
 * @brief The event, its packet's life, and what had happened at its place.
 * @param other account of the other side: what it says of this packet
 */
std::string AccountText(const char* side,
                        const EventAccount& account,
                        const char* otherSide,
                        const std::optional<EventAccount>& other);

} // namespace nexsim

#endif // NEXSIM_ACCOUNT_TEXT_H
