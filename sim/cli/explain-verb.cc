// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/explain-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/results/file-writer.h"
#include "sim/scenario/experiment-plan.h"

#include <fmt/format.h>

#include <filesystem>

namespace nexsim
{

CLI::App*
ExplainVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand("explain", "Follow one packet of a finished run");
    verb->add_option("RUN", m_run, "Folder of a run: results/NAME/runs/ID")->required();
    verb->add_option("--packet",
                     m_choice.number,
                     "The packet's number, counted from 0 in order of birth")
        ->required();
    verb->add_option("--traffic", m_choice.traffic, "Count only packets of this entry");
    verb->add_option("--flow", m_choice.flow, "Count only packets of this flow, as in flows.csv");
    verb->add_option("--scenario", m_scenario, "Scenario file beside which its files lie");
    verb->add_option("--load", m_libraries, "A shared library that the run had loaded")
        ->type_name("LIB")
        ->allow_extra_args(false);
    return verb;
}

ExitCode
ExplainVerb::Execute()
{
    LoadPlugIns(m_libraries);
    const std::string document = ReadFile(m_run + "/scenario.json");
    const FileFinder files(ScenarioFolders(m_scenario, DataFolder()));
    const auto story = TellPacketStory(ReadRunDocument(document, files), m_choice);
    if (!story)
    {
        fmt::print(stderr, "nexsim explain: the run has no such packet\n");
        return ExitCode::Usage;
    }
    fmt::print("packet {} of {}, flow {}: {} B IP, {} B payload\n\n{}",
               story->number,
               story->traffic,
               story->flow,
               story->ipBytes,
               story->payloadBytes,
               ToTable(*story).ToText());
    return ExitCode::Done;
}

} // namespace nexsim
