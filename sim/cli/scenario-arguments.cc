// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/scenario-arguments.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/experiment/trial-process.h"
#include "sim/run/offered-load.h"
#include "sim/run/run-trial.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief One condition that holds where all do; a single one as it was written, for messages. */
std::string
All(const std::vector<std::string>& conditions)
{
    return conditions.size() > 1 ? fmt::format("({})", fmt::join(conditions, ") && ("))
                                 : fmt::format("{}", fmt::join(conditions, ""));
}

/** @brief Tells each overloaded cut once, however many runs of the scenario overload it. */
class ReviewLoad
{
  public:
    std::vector<std::string> operator()(const ScenarioRun& run)
    {
        std::vector<std::string> news;
        for (const Overload& overload : FindOverloads(run))
        {
            if (m_told.insert(overload.cut).second)
            {
                news.push_back(ToText(overload));
            }
        }
        return news;
    }

  private:
    std::set<std::string> m_told;
};

} // namespace

void
ScenarioArguments::Declare(CLI::App& verb)
{
    verb.add_option("FILE", m_files, "Scenario files")->required();
    verb.add_option("--set", m_options.overrides, "Override a value, as in --set /seed=2")
        ->type_name("/POINTER=VALUE")
        ->allow_extra_args(false);
    verb.add_option("--only",
                    m_only,
                    "Take only runs for which this holds, and each further --only")
        ->type_name("EXPRESSION")
        ->allow_extra_args(false);
    verb.add_option("--load", m_libraries, "A shared library with further types")
        ->type_name("LIB")
        ->allow_extra_args(false);
}

void
ScenarioArguments::LoadLibraries() const
{
    LoadPlugIns(m_libraries);
}

std::optional<ExperimentPlan>
ScenarioArguments::Load(const std::string& file) const
{
    return Load(file, nullptr);
}

std::optional<ExperimentPlan>
ScenarioArguments::LoadAndTry(const std::string& file) const
{
    return Load(file, [](const ScenarioRun& run, const std::vector<Claim>& claims) {
        return TryApart(TryRun, run, claims);
    });
}

std::optional<ExperimentPlan>
ScenarioArguments::Load(const std::string& file, RunTrial trial) const
{
    Diagnostics diagnostics;
    LoadOptions options = m_options;
    options.only = All(m_only);
    options.review = ReviewLoad();
    options.trial = std::move(trial);
    auto plan = LoadScenario(file, DataFolder(), options, diagnostics);
    fmt::print(stderr, "{}", diagnostics.Print());
    if (!plan)
    {
        const std::size_t errors = diagnostics.ErrorCount();
        fmt::print(stderr,
                   "{}: {} error{}; nothing was run\n",
                   file,
                   errors,
                   errors == 1 ? "" : "s");
    }
    return plan;
}

FileFinder
ScenarioArguments::Files(const std::string& file)
{
    return FileFinder(ScenarioFolders(file, DataFolder()));
}

} // namespace nexsim
