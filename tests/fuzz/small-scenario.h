// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SMALL_SCENARIO_H
#define NEXSIM_SMALL_SCENARIO_H

#include "sim/scenario/experiment-plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace nexsim::fuzz
{

/**
 * @brief The plan that the bytes make as the text of a scenario; nothing when they are refused.
 *
 * A person may ask for a million hosts or a hundred thousand sweep points, and gets them. A fuzzer
 * would do little else: so numbers are cut to three digits, and long sweeps are not loaded. No file
 * is opened: the text has no folder. Aborts when there is neither a plan nor a message, or both.
 */
std::optional<ExperimentPlan> LoadSmallScenario(const uint8_t* data, std::size_t size);

} // namespace nexsim::fuzz

#endif // NEXSIM_SMALL_SCENARIO_H
