// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/diff-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/cli/usage-error.h"
#include "sim/repeat/experiment-difference.h"
#include "sim/repeat/run-difference.h"

#include <fmt/format.h>

#include <filesystem>

namespace nexsim
{

namespace
{

bool
IsRun(const std::string& folder)
{
    return std::filesystem::exists(folder + "/run.json");
}

ExitCode
CompareFolders(const std::string& a, const std::string& b)
{
    try
    {
        const FinishedExperiment first = ReadFinishedExperiment(a);
        const FinishedExperiment second = ReadFinishedExperiment(b);
        const ExperimentDifference difference = CompareExperiments(first, second);
        fmt::print("{}", ToText(first, second, difference));
        fmt::print(stderr, "{}{}", UnfinishedText("diff", first), UnfinishedText("diff", second));
        return difference.AreEqual() ? ExitCode::Done : ExitCode::ClaimFailed;
    }
    catch (const ExperimentFolderError& error)
    {
        throw UsageError(error.what());
    }
}

} // namespace

CLI::App*
DiffVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand(
        "diff",
        "How two finished runs differ, and in which event first; or two experiments, run by run");
    verb->add_option("A",
                     m_a,
                     "Folder of a run: results/NAME/runs/ID; or of an experiment: results/NAME")
        ->required();
    verb->add_option("B", m_b, "Folder of another")->required();
    verb->add_option("--scenario", m_scenario, "Scenario file beside which their files lie");
    verb->add_option("--load", m_libraries, "A shared library that the runs had loaded")
        ->type_name("LIB")
        ->allow_extra_args(false);
    return verb;
}

ExitCode
DiffVerb::Execute()
{
    if (!IsRun(m_a) && !IsRun(m_b))
    {
        return CompareFolders(m_a, m_b);
    }
    if (!IsRun(m_a) || !IsRun(m_b))
    {
        for (const std::string& folder : {m_a, m_b})
        {
            if (!std::filesystem::exists(folder))
            {
                throw UsageError("there is no folder " + folder);
            }
        }
        throw UsageError(fmt::format("{} is the folder of a run, {} is not; expected two runs, "
                                     "results/NAME/runs/ID, or two experiments, results/NAME",
                                     IsRun(m_a) ? m_a : m_b,
                                     IsRun(m_a) ? m_b : m_a));
    }
    LoadPlugIns(m_libraries);
    try
    {
        const FinishedRun a = ReadFinishedRun(m_a);
        const FinishedRun b = ReadFinishedRun(m_b);
        const RunDifference difference =
            CompareRuns(a, b, {m_scenario, DataFolder().string(), m_libraries});
        fmt::print("{}", ToText(a, b, difference));
        return difference.records.AreEqual() ? ExitCode::Done : ExitCode::ClaimFailed;
    }
    catch (const RunFolderError& error)
    {
        throw UsageError(error.what());
    }
}

} // namespace nexsim
