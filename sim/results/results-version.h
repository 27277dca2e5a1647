// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RESULTS_VERSION_H
#define NEXSIM_RESULTS_VERSION_H

namespace nexsim
{

/**
 * @brief Raised by one whenever a golden fingerprint changes, that is, whenever the same scenario
 * and seed may give other numbers than before. Part of every run's id.
 */
inline constexpr unsigned kResultsVersion = 3;

} // namespace nexsim

#endif // NEXSIM_RESULTS_VERSION_H
