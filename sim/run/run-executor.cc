// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-executor.h"

#include "sim/run/run-scenario.h"

namespace nexsim
{

namespace
{

/** @brief A file of a run that comes into being with its first byte. */
class FileOnDemand : public TextSink
{
  public:
    FileOnDemand(RunDirectory& directory, std::string name)
        : m_directory(directory), m_name(std::move(name))
    {
    }

    void Write(std::string_view text) override
    {
        if (m_file == nullptr)
        {
            m_file = &m_directory.Create(m_name);
        }
        m_file->Write(text);
    }

  private:
    RunDirectory& m_directory;
    std::string m_name;
    FileWriter* m_file = nullptr;
};

} // namespace

ExitCode
ExecuteRun(const ScenarioRun& scenario,
           RunRecord& record,
           RunDirectory& directory,
           RunProgress& progress)
{
    FileOnDemand series(directory, "series.csv");
    FileOnDemand flows(directory, "flows.csv");
    FileOnDemand latency(directory, "latency.csv");
    FileOnDemand transfers(directory, "transfers.csv");
    FileOnDemand packets(directory, "packets.csv");
    FileOnDemand timeline(directory, "timeline.json");
    const auto capture = [&directory](const std::string& name) -> TextSink& {
        return directory.Create(name);
    };
    RunWatch watch;
    watch.progress = [&progress](SimTime now, uint64_t events) {
        progress.simulatedPs = now.Value();
        progress.events = events;
    };
    watch.transmissions = [&progress](uint64_t transmissions) {
        progress.transmissions = transmissions;
    };
    watch.outputBytes = [&directory] { return directory.GetBytes(); };
    RunScenario(scenario,
                record,
                {&series, &flows, &latency, &transfers, &packets, &timeline, capture},
                watch);
    watch.progress(SimTime(record.simulatedPs), record.events);
    const int64_t mostBytes = scenario.limits.outputBytes;
    if (record.outcome == ExitCode::Done && mostBytes != 0 && directory.GetBytes() > mostBytes)
    {
        record.outcome = ExitCode::LimitReached;
        record.reason = OutputLimitText(scenario.limits) + " by the tables at its end";
        record.metrics = {};
    }
    return record.outcome;
}

} // namespace nexsim
