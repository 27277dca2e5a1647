// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-scenario.h"

#include "sim/run/build-error.h"
#include "sim/run/capture-probe.h"
#include "sim/run/offered-load.h"
#include "sim/run/packet-trace.h"
#include "sim/run/run-invariants.h"
#include "sim/run/run-observer.h"
#include "sim/run/run-reports.h"
#include "sim/run/run-simulation.h"
#include "sim/run/scenario-changes.h"
#include "sim/run/series-probe.h"
#include "sim/run/timeline.h"
#include "sim/run/traffic-tables.h"
#include "sim/run/until-watch.h"

#include "ns3/simulator.h"
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief Packets put on wires until now, over both directions of all links. */
uint64_t
CountTransmissions(const Network& network)
{
    int64_t count = 0;
    for (const LinkPair& link : network.links)
    {
        count += link.forward->TransmittedPackets() + link.backward->TransmittedPackets();
    }
    return static_cast<uint64_t>(count);
}

/** @brief One run from built to reported. */
class Execution
{
  public:
    Execution(const ScenarioRun& scenario, const RunRecord& record, const RunSinks& sinks)
        : m_scenario(scenario), m_sinks(sinks), m_simulation(scenario),
          m_observer(scenario, m_simulation.Run())
    {
        KeepFlowLatencies();
        m_observer.Schedule(m_agenda);
        WatchUntil();
        ScheduleChanges(scenario, m_simulation.GetNetwork(), m_agenda);
        if (sinks.series != nullptr && !scenario.measure.series.empty())
        {
            m_series.emplace(scenario.measure, m_simulation.Run().Components(), *sinks.series);
        }
        if (sinks.packets != nullptr && !scenario.measure.packets.empty())
        {
            m_packets.emplace(scenario, m_simulation.Run(), *sinks.packets);
        }
        if (sinks.capture)
        {
            MakeCaptures(record);
        }
        if (sinks.timeline != nullptr && scenario.measure.timeline)
        {
            m_timeline.emplace(scenario,
                               m_simulation.GetNetwork(),
                               m_simulation.Run(),
                               *sinks.timeline);
        }
        WatchInstants();
        // No name of a scenario begins with a slash.
        m_agenda.Attach(m_simulation.Run(), "/agenda");
        if (m_series)
        {
            m_series->Attach(m_simulation.Run(), "/series");
        }
    }

    void Run(RunRecord& record, const RunWatch& watch)
    {
        RunCut cut = Drive(watch);
        if (cut.outcome == ExitCode::Done || cut.outcome == ExitCode::LimitReached)
        {
            const auto broken = FindBrokenInvariant(m_simulation.Run(), m_simulation.GetNetwork());
            cut = broken ? RunCut{ExitCode::InvariantBroke, *broken} : cut;
        }
        FinishTraces();
        Describe(record);
        record.outcome = cut.outcome;
        record.reason = cut.reason;
        if (cut.outcome == ExitCode::Done)
        {
            Report(record);
            WriteTables();
        }
    }

  private:
    void WatchUntil()
    {
        if (m_scenario.until.empty())
        {
            return;
        }
        m_until.emplace(m_scenario.until, m_simulation.Run().Components());
        m_agenda.Add(m_scenario.warmup, [this] { m_until->BeginMeasurement(); });
    }

    void WatchInstants()
    {
        if (m_until || m_timeline)
        {
            m_simulation.Kernel().SetInstantCheck([this] {
                if (m_timeline)
                {
                    m_timeline->OnInstant();
                }
                return m_until && m_until->IsOver();
            });
        }
    }

    void KeepFlowLatencies()
    {
        const auto& names = m_scenario.measure.flows;
        for (const Traffic& traffic : m_simulation.GetNetwork().traffic)
        {
            if (std::find(names.begin(), names.end(), traffic.entry->Path()) != names.end())
            {
                traffic.entry->KeepFlowLatencies();
            }
        }
    }

    void MakeCaptures(const RunRecord& record)
    {
        for (const CaptureSpec& spec : m_scenario.measure.captures)
        {
            m_captures.push_back(std::make_unique<CaptureProbe>(spec,
                                                                CaptureComment(m_scenario, record),
                                                                m_simulation.GetNetwork(),
                                                                m_simulation.Run(),
                                                                m_sinks.capture(spec.file)));
        }
    }

    /** @brief What is written packet by packet is worth having of a run that was cut off, too. */
    void FinishTraces()
    {
        if (m_packets)
        {
            m_packets->Finish();
        }
        for (const auto& capture : m_captures)
        {
            capture->Finish();
        }
        if (m_timeline)
        {
            m_timeline->Finish();
        }
    }

    std::string AtNow(const std::exception& error)
    {
        const int64_t now = m_simulation.Run().Now().Value();
        return fmt::format("{} (simulated time {} ps)", error.what(), now);
    }

    RunCut Drive(const RunWatch& watch)
    {
        BuildPart("", [this] { m_simulation.Start(); });
        RunWatchdog watchdog(m_scenario.limits, watch, m_simulation.Kernel());
        const auto tell = [&] {
            watch.transmissions(CountTransmissions(m_simulation.GetNetwork()));
        };
        if (watch.transmissions)
        {
            watchdog.SetLook(tell);
        }
        try
        {
            ns3::Simulator::Run();
        }
        catch (const std::invalid_argument& error)
        {
            // What a part was asked for only now, and cannot do.
            return {ExitCode::InvalidScenario, AtNow(error)};
        }
        catch (const std::logic_error& error)
        {
            return {ExitCode::InvariantBroke, AtNow(error)};
        }
        if (watch.transmissions)
        {
            tell();
        }
        return watchdog.Result(m_scenario.duration);
    }

    /** @brief How far the run came, whatever its outcome. */
    void Describe(RunRecord& record)
    {
        RunContext& run = m_simulation.Run();
        record.scenario = m_scenario.name;
        record.replication = static_cast<int64_t>(m_scenario.replication);
        record.draws = run.HasDrawn() ? Draws::Random : Draws::None;
        record.events = m_simulation.Kernel().GetEventCount();
        record.simulatedPs = run.Now().Value();
        record.hashedEvents = run.GetFingerprint().EventCount();
        record.fingerprint = ReportFingerprint(run.GetFingerprint());
        record.checkpoints = ReportCheckpoints(run.GetFingerprint());
        record.ledger = ReportLedger(run);
        record.provenance = GetProvenance();
        record.warnings = m_scenario.warnings;
        for (const Overload& overload : FindOverloads(m_scenario))
        {
            record.warnings.push_back("/traffic: " + ToText(overload));
        }
    }

    void Report(RunRecord& record)
    {
        const Network& network = m_simulation.GetNetwork();
        m_observer.Finish();
        m_observer.ReportMeasurement(record.metrics);
        ReportEntries(m_simulation.Run(), network, record.metrics);
        // Windows are further probes, and probes leave no trace in the fingerprint.
        record.fingerprint.scalars = HashMetrics(record.metrics, m_simulation.Run().Components());
        m_observer.ReportWindows(record.metrics, record.warnings);
        ReportUntil(record);
        record.ties = ReportTies(m_scenario, m_simulation.Run().Components());
        record.stages = ReportStages(network, record.warnings);
        record.costs = ReportCosts(network);
    }

    void ReportUntil(RunRecord& record)
    {
        if (!m_until)
        {
            return;
        }
        const bool held = m_simulation.Kernel().HowRunEnded() == RunEnd::Condition;
        record.until = UntilRecord{m_scenario.until, held};
        record.metrics.Add(std::string(kEndTimeMetric), record.simulatedPs, "ps");
        if (!held)
        {
            record.warnings.push_back(
                fmt::format("until: \"{}\" {}; the run went on to its duration",
                            m_scenario.until,
                            m_until->AlwaysHeld() ? "held from the beginning and never turned true"
                                                  : "did not come true"));
        }
    }

    void WriteTables()
    {
        const Network& network = m_simulation.GetNetwork();
        if (m_series)
        {
            m_series->Finish();
        }
        if (m_sinks.flows != nullptr)
        {
            WriteFlows(m_simulation.Run(), network, *m_sinks.flows);
        }
        if (m_sinks.latency != nullptr)
        {
            WriteLatencies(network, *m_sinks.latency);
        }
        if (m_sinks.transfers != nullptr && HasTransfers(network))
        {
            WriteTransfers(network, *m_sinks.transfers);
        }
    }

    const ScenarioRun& m_scenario;
    const RunSinks& m_sinks;
    RunSimulation m_simulation;
    RunObserver m_observer;
    RunAgenda m_agenda;
    std::optional<UntilWatch> m_until;
    std::optional<SeriesProbe> m_series;
    std::optional<PacketTrace> m_packets;
    std::vector<std::unique_ptr<CaptureProbe>> m_captures;
    std::optional<Timeline> m_timeline;
};

} // namespace

void
RunScenario(const ScenarioRun& scenario,
            RunRecord& record,
            const RunSinks& sinks,
            const RunWatch& watch)
{
    std::unique_ptr<Execution> execution;
    BuildPart("", [&] { execution = std::make_unique<Execution>(scenario, record, sinks); });
    execution->Run(record, watch);
}

} // namespace nexsim
