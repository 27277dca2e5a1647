// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEST_LOADED_RUN_H
#define NEXSIM_TEST_LOADED_RUN_H

#include "sim/scenario/scenario-loader.h"

#include <string>
#include <vector>

namespace nexsim::test
{

/** @brief A plan, or the messages why there is none. */
struct Loaded
{
    ExperimentPlan plan;
    bool valid = false;
    std::string messages; //!< one line each, warnings too
};

/** @brief Loads a scenario's text; files are those of the shipped data. */
Loaded LoadText(const std::string& text, const LoadOptions& options = {});

/**
 * @brief The first run of a scenario of 10 ms, given its further keys.
 *
 * Throws std::runtime_error with the messages when it is not valid.
 */
ScenarioRun FirstRun(const std::string& keys);

/** @brief The messages about such a scenario. */
std::string MessagesOf(const std::string& keys);

/** @brief The value of a whole number or an amount that the blueprint's object has. */
int64_t AmountOf(const Blueprint& blueprint, const std::string& attribute);

} // namespace nexsim::test

#endif // NEXSIM_TEST_LOADED_RUN_H
