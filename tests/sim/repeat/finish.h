// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEST_FINISH_H
#define NEXSIM_TEST_FINISH_H

#include "sim/repeat/finished-run.h"

#include <string>
#include <vector>

namespace nexsim::test
{

/**
 * @brief The scenario that the tests of this folder vary, 2 ms long.
 *
 * Hosts a and b send through the switch sw to c: "first" and "second", of constant rate, together more
 * than the link "out" of 1 Gbps carries; its queue takes 4 packets.
 */
extern const char* const kFunnel;

/** @brief A finished run of kFunnel, in memory. @param overrides as for --set */
FinishedRun Finish(const std::vector<std::string>& overrides = {});

/** @brief The same of another scenario. */
FinishedRun FinishText(const std::string& text, const std::vector<std::string>& overrides = {});

} // namespace nexsim::test

#endif // NEXSIM_TEST_FINISH_H
