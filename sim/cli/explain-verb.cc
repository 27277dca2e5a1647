// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/explain-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/cli/usage-error.h"
#include "sim/repeat/ties-text.h"
#include "sim/run/flow-story.h"

#include <fmt/format.h>

namespace nexsim
{

CLI::App*
ExplainVerb::Declare(CLI::App& program)
{
    CLI::App* verb =
        program.add_subcommand("explain", "Follow a packet or a flow of a finished run; its ties");
    verb->add_option("RUN", m_run, "Folder of a run: results/NAME/runs/ID")->required();
    verb->add_option("--packet",
                     m_packet,
                     "The life of one packet: its number, counted from 0 in order of birth");
    verb->add_option("--traffic", m_choice.traffic, "Count only packets of this entry");
    verb->add_option(
        "--flow",
        m_choice.flow,
        "The life of one flow, as flows.csv names it; with --packet, count only its own");
    verb->add_flag("--ties", m_ties, "Where simultaneous events met, and what decided their order");
    verb->add_option("--scenario", m_scenario, "Scenario file beside which its files lie");
    verb->add_option("--load", m_libraries, "A shared library that the run had loaded")
        ->type_name("LIB")
        ->allow_extra_args(false);
    return verb;
}

ExitCode
ExplainVerb::Execute()
{
    if (m_ties ? m_packet || !m_choice.flow.empty() : !m_packet && m_choice.flow.empty())
    {
        throw UsageError("expected one of --packet N, --flow FLOW and --ties");
    }
    LoadPlugIns(m_libraries);
    try
    {
        const FinishedRun run = ReadFinishedRun(m_run);
        if (m_ties)
        {
            fmt::print("{}", ToText(run.record.ties));
            return ExitCode::Done;
        }
        const ScenarioRun scenario =
            ReadScenarioOf(run, {m_scenario, DataFolder().string(), m_libraries});
        const uint64_t events = run.record.hashedEvents;
        return m_packet ? ExplainPacket(scenario, events) : ExplainFlow(scenario, events);
    }
    catch (const RunFolderError& error)
    {
        throw UsageError(error.what());
    }
}

ExitCode
ExplainVerb::ExplainPacket(const ScenarioRun& scenario, uint64_t events)
{
    m_choice.number = *m_packet;
    const auto story = TellPacketStory(scenario, m_choice, events);
    if (!story)
    {
        throw UsageError("the run has no such packet");
    }
    fmt::print("packet {} of {}, flow {}: {} B IP, {} B payload\n\n{}",
               story->number,
               story->traffic,
               story->flow,
               story->ipBytes,
               story->payloadBytes,
               ToTable(*story).ToText());
    const std::string costs = CostText(*story);
    fmt::print("{}{}", costs.empty() ? "" : "\n", costs);
    return ExitCode::Done;
}

ExitCode
ExplainVerb::ExplainFlow(const ScenarioRun& scenario, uint64_t events) const
{
    const auto story = TellFlowStory(scenario, m_choice.flow, events);
    if (!story)
    {
        throw UsageError(fmt::format("the run has no flow \"{}\"; its flows.csv lists them, as in "
                                     "\"10.0.0.1:4000 > 10.0.0.2:80 udp\"",
                                     m_choice.flow));
    }
    fmt::print("{}", ToText(*story, m_run));
    return ExitCode::Done;
}

} // namespace nexsim
