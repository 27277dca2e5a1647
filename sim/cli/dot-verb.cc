// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/dot-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/results/file-writer.h"
#include "sim/results/run-record-json.h"
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
    const std::string document = ReadFile(m_run + "/scenario.json");
    const FileFinder files(ScenarioFolders(m_scenario, DataFolder()));
    const RunRecord record = ReadRunRecord(m_run + "/run.json");
    fmt::print("{}", DrawNetwork(ReadRunDocument(document, files), record.metrics));
    return ExitCode::Done;
}

} // namespace nexsim
