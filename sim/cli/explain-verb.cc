// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/explain-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/cli/usage-error.h"
#include "sim/experiment/cell-pairing.h"
#include "sim/repeat/experiment-explanation.h"
#include "sim/repeat/ties-text.h"
#include "sim/results/format-quantity.h"
#include "sim/run/flow-story.h"
#include "sim/run/packet-search.h"
#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

namespace nexsim
{

CLI::App*
ExplainVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand(
        "explain",
        "Follow a packet or a flow of a finished run; or where an experiment's time went");
    verb->add_option("RUN",
                     m_folder,
                     "Folder of a run: results/NAME/runs/ID; or of an experiment: results/NAME")
        ->required();
    auto* packet =
        verb->add_option("--packet",
                         m_packet,
                         "The life of one packet: its number, counted from 0 in order of birth")
            ->check([](const std::string& number) {
                return number.rfind('-', 0) == 0 ? "expected a number of at least 0" : "";
            });
    auto* worst = verb->add_flag("--worst", m_worst, "That of the packet of greatest latency");
    verb->add_flag("--typical", m_typical, "That of a packet of median latency")
        ->excludes(worst)
        ->excludes(packet);
    worst->excludes(packet);
    verb->add_option("--traffic", m_choice.traffic, "Count only packets of this entry");
    verb->add_option(
        "--flow",
        m_choice.flow,
        "The life of one flow, as flows.csv names it; with --packet, count only its own");
    verb->add_flag("--ties", m_ties, "Where simultaneous events met, and what decided their order");
    verb->add_option("--baseline",
                     m_baseline,
                     "Of an experiment: variant to compare with; the first unless given")
        ->type_name("VARIANT");
    verb->add_option("--scenario", m_scenario, "Scenario file beside which its files lie");
    verb->add_option("--load", m_libraries, "A shared library that the run had loaded")
        ->type_name("LIB")
        ->allow_extra_args(false);
    return verb;
}

ExitCode
ExplainVerb::Execute()
{
    try
    {
        return std::filesystem::exists(m_folder + "/run.json") ? ExplainRun() : ExplainExperiment();
    }
    catch (const RunFolderError& error)
    {
        throw UsageError(error.what());
    }
    catch (const ExperimentFolderError& error)
    {
        throw UsageError(error.what());
    }
    catch (const ComparisonError& error)
    {
        throw UsageError(error.what());
    }
}

ExitCode
ExplainVerb::ExplainExperiment() const
{
    const FinishedExperiment experiment = ReadFinishedExperiment(m_folder);
    if (m_packet || m_worst || m_typical || m_ties || !m_choice.flow.empty())
    {
        throw UsageError(fmt::format(
            "{} is the folder of an experiment; --packet, --worst, --typical, --flow and --ties "
            "are "
            "about one of its runs, such as {}/runs/{}; without them, `nexsim explain {}` tells "
            "which to look at",
            experiment.folder,
            experiment.folder,
            experiment.runs.front().id,
            experiment.folder));
    }
    fmt::print("{}", ToText(experiment, Explain(experiment, {m_baseline, m_choice.traffic})));
    fmt::print(stderr, "{}", UnfinishedText("explain", experiment));
    return ExitCode::Done;
}

void
ExplainVerb::CheckQuestion() const
{
    const bool isOfPacket = m_packet || m_worst || m_typical;
    const bool isOfFlow = !m_choice.flow.empty();
    if (m_ties ? isOfPacket || isOfFlow : !isOfPacket && !isOfFlow)
    {
        throw UsageError("expected one of --packet N, --worst, --typical, --flow FLOW and --ties");
    }
    if (isOfFlow && (m_worst || m_typical))
    {
        throw UsageError("--worst and --typical are of an entry of the traffic; --flow FLOW alone "
                         "tells which packet of the flow is its worst");
    }
    if (!m_baseline.empty())
    {
        throw UsageError("--baseline compares the variants of an experiment, results/NAME; this is "
                         "one run");
    }
}

ExitCode
ExplainVerb::ExplainRun()
{
    CheckQuestion();
    LoadPlugIns(m_libraries);
    const FinishedRun run = ReadFinishedRun(m_folder);
    if (m_ties)
    {
        fmt::print("{}", ToText(run.record.ties));
        return ExitCode::Done;
    }
    const ScenarioRun scenario =
        ReadScenarioOf(run, {m_scenario, DataFolder().string(), m_libraries});
    const uint64_t events = run.record.hashedEvents;
    if (m_worst || m_typical)
    {
        ChoosePacket(run, scenario);
    }
    return m_packet ? ExplainPacket(scenario, events) : ExplainFlow(scenario, events);
}

void
ExplainVerb::ChoosePacket(const FinishedRun& run, const ScenarioRun& scenario)
{
    const std::vector<std::string> entries = TrafficOf({&run.record});
    if (m_choice.traffic.empty() && entries.size() == 1)
    {
        m_choice.traffic = entries.front();
    }
    const char* name = m_worst ? "max" : "p50";
    const auto latency = run.record.metrics.Find(m_choice.traffic + "/latency/" + name);
    if (!latency)
    {
        if (entries.empty())
        {
            throw UsageError("no packet of any traffic was delivered after the warm-up");
        }
        throw UsageError(
            m_choice.traffic.empty()
                ? fmt::format("expected --traffic, one of {}", fmt::join(entries, ", "))
                : fmt::format("the run reports no latency of traffic {}{}",
                              Quoted(m_choice.traffic),
                              SuggestName(m_choice.traffic, entries)));
    }
    const SimTime wanted(static_cast<int64_t>(ToDouble(latency->value)));
    const auto found =
        FindPacketByLatency(scenario, m_choice.traffic, wanted, run.record.hashedEvents);
    if (!found)
    {
        throw UsageError(fmt::format("no packet of traffic {} was delivered after the warm-up",
                                     Quoted(m_choice.traffic)));
    }
    m_packet = found->order;
    if (m_worst && found->latency != wanted)
    {
        fmt::print(
            "The greatest latency, {}, is that of a segment that was cut from a packet on its "
            "way; of the packets that were sent the nearest is told here.\n\n",
            FormatPrecisely(wanted));
    }
}

ExitCode
ExplainVerb::ExplainPacket(const ScenarioRun& scenario, uint64_t events)
{
    m_choice.number = *m_packet;
    const auto story = TellPacketStory(scenario, m_choice, events);
    if (!story)
    {
        const std::string of = m_choice.flow.empty() ? m_choice.traffic : m_choice.flow;
        throw UsageError(fmt::format("the run has no packet {}{}; they are counted from 0 in order "
                                     "of birth",
                                     m_choice.number,
                                     of.empty() ? "" : " of " + Quoted(of)));
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
    fmt::print("{}", ToText(*story, m_folder));
    return ExitCode::Done;
}

} // namespace nexsim
