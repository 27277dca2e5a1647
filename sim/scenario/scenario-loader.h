// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCENARIO_LOADER_H
#define NEXSIM_SCENARIO_LOADER_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/experiment-plan.h"
#include "sim/scenario/run-review.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief What the command line adds to a scenario. */
struct LoadOptions
{
    std::vector<std::string> overrides; //!< arguments of --set, in order
    std::string only;                   //!< argument of --only; empty for all runs
    RunReview review;                   //!< called with each run that differs in more than chance
    RunTrial trial; //!< called with these, as ConfigurationTrials says; empty for none
};

/** @brief Most runs of one experiment. */
inline constexpr std::size_t kRunLimit = 1'000'000;

/**
 * @brief From a scenario's text to the plan of its runs; nothing runs before all of it is valid.
 *
 * Every fault is reported, not only the first. Types must have been loaded before: plug-ins come
 * first.
 *
 * @param data the folder of shipped data; empty when there is none
 * @return nothing after an error; warnings may be there all the same
 */
std::optional<ExperimentPlan> LoadScenario(const std::filesystem::path& file,
                                           const std::filesystem::path& data,
                                           const LoadOptions& options,
                                           Diagnostics& diagnostics);

/**
 * @brief As LoadScenario, of a text.
 * @param name stands for the text in messages
 * @param files finds what the scenario names
 */
std::optional<ExperimentPlan> LoadScenarioText(std::string_view text,
                                               const std::string& name,
                                               const FileFinder& files,
                                               const LoadOptions& options,
                                               Diagnostics& diagnostics);

} // namespace nexsim

#endif // NEXSIM_SCENARIO_LOADER_H
