// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCENARIO_ARGUMENTS_H
#define NEXSIM_SCENARIO_ARGUMENTS_H

#include "sim/scenario/file-finder.h"
#include "sim/scenario/scenario-loader.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief The options of every verb that reads a scenario, and how it is read. */
class ScenarioArguments
{
  public:
    /** @brief Adds FILE..., --set, --only and --load. */
    void Declare(CLI::App& verb);

    /** @brief Loads the plug-ins; once, before the first scenario. @throws UsageError */
    void LoadLibraries() const;

    /** @brief Reads a scenario; prints its faults and warnings on standard error. */
    std::optional<ExperimentPlan> Load(const std::string& file) const;

    /** @brief As Load, and tries to build its configurations. */
    std::optional<ExperimentPlan> LoadAndTry(const std::string& file) const;

    /** @brief Finds the files that a scenario names. */
    static FileFinder Files(const std::string& file);

    const std::vector<std::string>& FileNames() const
    {
        return m_files;
    }

    const std::vector<std::string>& Overrides() const
    {
        return m_options.overrides;
    }

    const std::vector<std::string>& Libraries() const
    {
        return m_libraries;
    }

  private:
    std::optional<ExperimentPlan> Load(const std::string& file, RunTrial trial) const;

    std::vector<std::string> m_files;
    std::vector<std::string> m_libraries;
    std::vector<std::string> m_only;
    LoadOptions m_options;
};

} // namespace nexsim

#endif // NEXSIM_SCENARIO_ARGUMENTS_H
