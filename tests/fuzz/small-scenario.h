// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SMALL_SCENARIO_H
#define NEXSIM_SMALL_SCENARIO_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace nexsim::fuzz
{

/**
 * @brief The bytes as the text of a scenario that takes little time and memory to load, or nothing.
 *
 * A person may ask for a million hosts or a hundred thousand sweep points, and gets them. A fuzzer
 * would do little else: so numbers are cut to three digits, and long sweeps are refused.
 */
std::optional<std::string> SmallScenario(const uint8_t* data, std::size_t size);

} // namespace nexsim::fuzz

#endif // NEXSIM_SMALL_SCENARIO_H
