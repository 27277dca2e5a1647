// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_CONFIG_CHECK_H
#define NEXSIM_NS3_CONFIG_CHECK_H

#include "ns3/queue-disc.h"

#include <optional>
#include <string>

namespace nexsim
{

/**
 * @brief What a queue disc of ns-3 has against its own configuration; nothing when all is well.
 *
 * ns-3 asks the queue disc itself (CheckConfig) when it is initialised, but looks at the answer in
 * an assertion only, which Debian's libraries leave out, and tells the reason in its log only.
 */
std::optional<std::string> Ns3ConfigError(ns3::QueueDisc& disc);

} // namespace nexsim

#endif // NEXSIM_NS3_CONFIG_CHECK_H
