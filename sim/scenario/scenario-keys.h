// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCENARIO_KEYS_H
#define NEXSIM_SCENARIO_KEYS_H

#include "sim/scenario/read-context.h"
#include "sim/scenario/section.h"

#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief Keys of a scenario that say which runs there are; RunKeys() are the others. */
const std::vector<std::string>& ExperimentKeys();

/** @brief All keys that a scenario can have. */
std::vector<std::string> ScenarioKeys();

/** @brief Reports keys of a scenario that mean nothing. */
void CheckScenarioKeys(const Section& root, const ReadContext& context);

/** @brief Why a text cannot name a folder of results; empty when it can. */
std::string FileNameFault(std::string_view name);

} // namespace nexsim

#endif // NEXSIM_SCENARIO_KEYS_H
