// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/experiment.h"

#include "sim/experiment/claims-text.h"
#include "sim/experiment/progress.h"
#include "sim/experiment/runs-csv.h"
#include "sim/results/atomic-file.h"
#include "sim/results/io-error.h"
#include "sim/results/record-reader.h"
#include "sim/results/results-version.h"
#include "sim/results/run-id.h"
#include "sim/results/run-record-json.h"
#include "sim/results/temporary-name.h"
#include "sim/run/build-error.h"
#include "sim/scenario/quantity-text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <system_error>

namespace nexsim
{

ExitCode
Graver(ExitCode a, ExitCode b)
{
    // From the least to the gravest: later ones say less about the scenario and more about us.
    constexpr std::array kOrder = {ExitCode::Done,
                                   ExitCode::ClaimFailed,
                                   ExitCode::LimitReached,
                                   ExitCode::InvalidScenario,
                                   ExitCode::Usage,
                                   ExitCode::Internal,
                                   ExitCode::InvariantBroke,
                                   ExitCode::RunCrashed,
                                   ExitCode::Interrupted};
    const auto rank = [&](ExitCode code) {
        return std::find(kOrder.begin(), kOrder.end(), code) - kOrder.begin();
    };
    return rank(a) < rank(b) ? b : a;
}

namespace
{

constexpr std::size_t kToldFailures = 10; //!< of a kind, one by one; a campaign may have thousands

std::vector<InputRecord>
InputsOf(const Configuration& configuration, const std::vector<std::string>& libraries)
{
    std::vector<InputRecord> inputs;
    for (const NamedFile& file : configuration.files)
    {
        inputs.push_back({"file", file.name, HashContent(ReadFile(file.path.string()))});
    }
    for (const std::string& library : libraries)
    {
        inputs.push_back({"library",
                          std::filesystem::path(library).filename().string(),
                          HashContent(ReadFile(library))});
    }
    return inputs;
}

/** @brief Simulated time of one run, in picoseconds. */
std::int64_t
DurationOf(const Configuration& configuration)
{
    const auto document = nlohmann::json::parse(configuration.document);
    const auto duration =
        ParseQuantity(document.at("duration").get<std::string>(), Dimension::Time);
    return duration ? duration->value : 0;
}

} // namespace

Experiment::Experiment(const ExperimentPlan& plan, ExperimentOptions options)
    : m_plan(plan), m_options(std::move(options)), m_folder(m_options.out + "/" + plan.name),
      m_records(plan.runs.size())
{
    for (const Configuration& configuration : plan.configurations)
    {
        m_inputs.push_back(InputsOf(configuration, m_options.libraries));
        m_durations.push_back(DurationOf(configuration));
    }
    for (const RunPlan& run : plan.runs)
    {
        const Configuration& configuration = plan.configurations[run.configuration];
        RunIdHasher hasher(kResultsVersion);
        hasher.AddDocument(RunDocument(configuration, run.replication));
        for (const NamedFile& file : configuration.files)
        {
            hasher.AddFile(file.name, file.path.string());
        }
        for (const std::string& library : m_options.libraries)
        {
            hasher.AddLibrary(library);
        }
        m_ids.push_back(hasher.GetId());
    }
}

std::string
Experiment::RunFolder(std::size_t run) const
{
    return m_folder + "/runs/" + m_ids[run];
}

std::optional<RunRecord>
Experiment::ReadFinished(std::size_t run) const
{
    const std::string path = RunFolder(run) + "/run.json";
    if (!std::filesystem::exists(path))
    {
        return std::nullopt;
    }
    try
    {
        RunRecord record = ReadRunRecord(path);
        return record.outcome == ExitCode::Done ? std::optional(std::move(record)) : std::nullopt;
    }
    catch (const RecordError& error)
    {
        // No crash of ours leaves that behind; whoever changed the file decides.
        throw RecordError(fmt::format("{}; remove the folder {} to have it run again",
                                      error.what(),
                                      RunFolder(run)));
    }
}

std::vector<bool>
Experiment::Finished() const
{
    std::vector<bool> finished;
    for (std::size_t run = 0; run < m_plan.runs.size(); ++run)
    {
        finished.push_back(m_records[run].has_value() || ReadFinished(run).has_value());
    }
    return finished;
}

void
Experiment::FindMissing()
{
    for (std::size_t run = 0; run < m_plan.runs.size(); ++run)
    {
        m_records[run] = ReadFinished(run);
        if (!m_records[run])
        {
            m_missing.push_back(run);
        }
    }
}

std::int64_t
Experiment::PlannedTime() const
{
    std::int64_t planned = 0;
    for (const std::size_t run : m_missing)
    {
        planned += m_durations[m_plan.runs[run].configuration];
    }
    return planned;
}

Schedule
Experiment::PlanSchedule(const RunTimes& known) const
{
    std::vector<ScheduledGroup> groups(m_plan.configurations.size());
    std::vector<std::pair<double, std::size_t>> measured(groups.size());
    for (std::size_t run = 0; run < m_plan.runs.size(); ++run)
    {
        const auto time = known.find(m_ids[run]);
        if (time != known.end())
        {
            measured[m_plan.runs[run].configuration].first += time->second;
            ++measured[m_plan.runs[run].configuration].second;
        }
    }
    for (std::size_t task = 0; task < m_missing.size(); ++task)
    {
        groups[m_plan.runs[m_missing[task]].configuration].tasks.push_back(task);
    }
    for (std::size_t i = 0; i < groups.size(); ++i)
    {
        groups[i].weight = static_cast<double>(m_durations[i]);
        if (measured[i].second > 0)
        {
            groups[i].seconds = measured[i].first / static_cast<double>(measured[i].second);
        }
    }
    return Schedule(std::move(groups));
}

void
Experiment::KeepTimes(RunTimes times, const Schedule& schedule) const
{
    for (const auto& [task, seconds] : schedule.Times())
    {
        times[m_ids[m_missing[task]]] = seconds;
    }
    WriteRunTimes(m_folder, times);
}

ExitCode
Experiment::Execute(const RunExecutor& executor)
{
    const std::string runs = m_folder + "/runs";
    std::error_code error;
    std::filesystem::create_directories(runs, error);
    if (error)
    {
        throw IoError("create folder", runs, error.value());
    }
    RemoveStaleTemporaries(runs);
    FindMissing();
    StderrSink sink;
    using Clock = std::chrono::steady_clock;
    Progress progress(sink, GetStderrStyle(), PlannedTime(), Clock::now());
    PoolProgress last;
    RunTimes times = ReadRunTimes(m_folder);
    Schedule schedule = PlanSchedule(times);
    ProcessPool pool(m_options.jobs);
    pool.SetOrder([&] { return schedule.Next(Clock::now()); },
                  [&](std::size_t task, const RunEnding& runEnding) {
                      const bool isDone = runEnding.signal == 0 && runEnding.exitCode == 0;
                      schedule.End(task, Clock::now(), isDone);
                  });
    const PoolEnding ending = pool.Run(
        m_missing.size(),
        [&](std::size_t task, RunProgress& state) {
            return ExecuteOne(m_missing[task], executor, state);
        },
        [&](std::size_t task, const RunEnding& runEnding) { Collect(m_missing[task], runEnding); },
        [&](const PoolProgress& state) {
            last = state;
            const auto now = Clock::now();
            progress.Update(state, schedule.SecondsLeft(m_options.jobs, now), now);
        });
    progress.Finish(last, Clock::now());
    TellFurtherFailures();
    RemoveStaleTemporaries(runs);
    if (!schedule.Times().empty())
    {
        KeepTimes(std::move(times), schedule);
    }
    if (ending == PoolEnding::Interrupted)
    {
        m_worst = ExitCode::Interrupted;
    }
    return m_worst;
}

ExitCode
Experiment::ExecuteOne(std::size_t run, const RunExecutor& executor, RunProgress& progress) const
{
    const RunPlan& plan = m_plan.runs[run];
    const Configuration& configuration = m_plan.configurations[plan.configuration];
    RunRecord record;
    record.id = m_ids[run];
    record.scenario = m_plan.name;
    record.variant = configuration.variant;
    record.parameters = configuration.parameters;
    record.replication = plan.replication;
    record.provenance = GetProvenance();
    record.inputs = m_inputs[plan.configuration];
    const std::string document = RunDocument(configuration, plan.replication);
    record.scenarioHash = HashContent(document);
    RunDirectory directory(m_folder + "/runs", m_ids[run]);
    directory.Write("scenario.json", document + "\n");
    const ScenarioRun scenario = ReadRunDocument(document, m_options.files);
    ExitCode outcome = ExitCode::InvalidScenario;
    try
    {
        outcome = executor(scenario, record, directory, progress);
    }
    catch (const BuildError& error)
    {
        record.reason = fmt::format("cannot be built: {}", error.what());
    }
    if (outcome != ExitCode::Interrupted)
    {
        record.outcome = outcome;
        WriteRunRecord(record, directory.Create("run.json"));
        directory.Commit();
    }
    return outcome;
}

std::string
Experiment::RepeatCommand(std::size_t run) const
{
    const std::string only = ConditionOf(m_plan, m_plan.runs[run]);
    std::vector<std::string> words = {"nexsim", "run", m_plan.file, "--out", m_options.out};
    for (const std::string& override : m_options.overrides)
    {
        words.insert(words.end(), {"--set", override});
    }
    for (const std::string& library : m_options.libraries)
    {
        words.insert(words.end(), {"--load", library});
    }
    if (!only.empty())
    {
        words.insert(words.end(), {"--only", only});
    }
    return ToShellLine(words);
}

void
Experiment::Collect(std::size_t run, const RunEnding& ending)
{
    ExitCode outcome = ExitCode::Done;
    std::string what;
    if (ending.signal != 0)
    {
        outcome = ExitCode::RunCrashed;
        what = fmt::format("crashed: {}", ending.GetSignalText());
    }
    else if (ending.exitCode != 0)
    {
        outcome = static_cast<ExitCode>(ending.exitCode);
        const std::string path = RunFolder(run) + "/run.json";
        what = std::filesystem::exists(path)
                   ? ReadRunRecord(path).reason
                   : fmt::format("failed with exit code {}", ending.exitCode);
    }
    else
    {
        m_records[run] = ReadFinished(run);
    }
    if (outcome != ExitCode::Done)
    {
        ++m_failed;
        TellFailure(run, outcome, what);
        m_worst = Graver(m_worst, outcome);
    }
}

void
Experiment::TellFailure(std::size_t run, ExitCode outcome, const std::string& what)
{
    // Of each kind of failure: what a crash leaves behind does not tell how to repeat it.
    if (++m_failedOf[outcome] > kToldFailures)
    {
        ++m_untold;
        return;
    }
    const RunPlan& plan = m_plan.runs[run];
    const Configuration& configuration = m_plan.configurations[plan.configuration];
    const std::string point = ToText(configuration.parameters);
    fmt::print(stderr,
               "nexsim: run {} ({}{}{}, replication {}) {}\n  to repeat it: {}\n",
               m_ids[run],
               configuration.variant.empty() ? "the only variant" : configuration.variant,
               point.empty() ? "" : ", ",
               point,
               plan.replication,
               what,
               RepeatCommand(run));
}

void
Experiment::TellFurtherFailures() const
{
    if (m_untold > 0)
    {
        fmt::print(stderr,
                   "nexsim: {} more runs failed; where a run has left its folder in {}/runs, the "
                   "reason is in its run.json\n",
                   m_untold,
                   m_folder);
    }
}

std::vector<const RunRecord*>
Experiment::Records() const
{
    std::vector<const RunRecord*> records;
    for (const auto& record : m_records)
    {
        if (record)
        {
            records.push_back(&*record);
        }
    }
    return records;
}

void
Experiment::WriteTables() const
{
    Provenance provenance = GetProvenance();
    provenance.commandLine = m_options.commandLine;
    nlohmann::ordered_json runs = nlohmann::ordered_json::array();
    RunsCsv csv(m_folder + "/runs.csv", m_plan.parameters);
    for (std::size_t run = 0; run < m_plan.runs.size(); ++run)
    {
        const RunPlan& plan = m_plan.runs[run];
        const Configuration& configuration = m_plan.configurations[plan.configuration];
        nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
        for (const auto& [name, value] : configuration.parameters)
        {
            parameters[name] = value;
        }
        runs.push_back({{"id", m_ids[run]},
                        {"variant", configuration.variant},
                        {"parameters", parameters},
                        {"replication", plan.replication},
                        {"finished", m_records[run].has_value()}});
        if (m_records[run])
        {
            csv.Add(*m_records[run]);
        }
    }
    csv.Commit();
    const nlohmann::ordered_json experiment = {{"nexsim", 1},
                                               {"name", m_plan.name},
                                               {"about", m_plan.about},
                                               {"scenario", m_plan.file},
                                               {"overrides", m_options.overrides},
                                               {"libraries", m_options.libraries},
                                               {"replications", m_plan.replications},
                                               {"provenance", ToJson(provenance)},
                                               {"runs", runs}};
    WriteFileAtomically(m_folder + "/experiment.json", experiment.dump(2) + "\n");
}

} // namespace nexsim
