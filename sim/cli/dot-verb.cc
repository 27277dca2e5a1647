// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/dot-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/cli/usage-error.h"
#include "sim/repeat/finished-run.h"
#include "sim/run/network-drawing.h"
#include "sim/scenario/experiment-plan.h"

#include <fmt/format.h>

namespace nexsim
{

CLI::App*
DotVerb::Declare(CLI::App& program)
{
    CLI::App* verb =
        program.add_subcommand("dot", "Draw the network of a finished run with its links' load");
    verb->add_option("RUN", m_run, "Folder of a run: results/NAME/runs/ID")->required();
    verb->add_option("--scenario", m_scenario, "Scenario file beside which its files lie");
    verb->add_option("--load", m_libraries, "A shared library that the run had loaded")
        ->type_name("LIB")
        ->allow_extra_args(false);
    return verb;
}

ExitCode
DotVerb::Execute()
{
    LoadPlugIns(m_libraries);
    try
    {
        const FinishedRun run = ReadFinishedRun(m_run);
        const FileFinder files(ScenarioFolders(m_scenario, DataFolder()));
        fmt::print("{}", DrawNetwork(ReadRunDocument(run.document, files), run.record.metrics));
    }
    catch (const RunFolderError& error)
    {
        throw UsageError(error.what());
    }
    return ExitCode::Done;
}

} // namespace nexsim
