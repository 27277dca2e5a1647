// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPERIMENT_H
#define NEXSIM_EXPERIMENT_H

#include "sim/experiment/process-pool.h"
#include "sim/experiment/run-times.h"
#include "sim/experiment/schedule.h"
#include "sim/results/run-directory.h"
#include "sim/results/run-record.h"
#include "sim/scenario/experiment-plan.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief How and where an experiment runs; nothing of it changes a result. */
struct ExperimentOptions
{
    FileFinder files; //!< finds what the scenario names
    std::size_t jobs = 1;
    std::string out = "results";        //!< folder above that of the experiment
    std::vector<std::string> libraries; //!< that were loaded
    std::string commandLine;            //!< as typed, for the record
    std::vector<std::string> overrides; //!< of the scenario's values, as typed
};

/** @brief Executes the run in this process, completes the record and writes the run's files. */
using RunExecutor = std::function<ExitCode(const ScenarioRun& scenario,
                                           RunRecord& record,
                                           RunDirectory& directory,
                                           RunProgress& progress)>;

/**
 * @brief The runs of one scenario: those that are missing are executed, then all are read.
 *
 * A run whose folder is there was finished by an earlier call and is not repeated: its id is a hash of
 * everything that may change its numbers.
 */
class Experiment
{
  public:
    /** @throws IoError when a file that the plan names cannot be read */
    Experiment(const ExperimentPlan& plan, ExperimentOptions options);

    /**
     * @brief Executes what is missing. Failures are reported on standard error as they come.
     * @return Done, or the gravest failure of a run
     * @throws IoError when the folder cannot be written
     */
    ExitCode Execute(const RunExecutor& executor);

    /** @brief The record of a run by its place in the plan; nothing for one that failed. */
    const RunRecord* Record(std::size_t run) const
    {
        return m_records[run] ? &*m_records[run] : nullptr;
    }

    /** @brief All records that there are, in the order of the plan. */
    std::vector<const RunRecord*> Records() const;

    /** @brief "<out>/<name>". */
    const std::string& Folder() const
    {
        return m_folder;
    }

    /** @brief By run of the plan, whether a call has finished it before, or this one has. */
    std::vector<bool> Finished() const;

    /** @brief The ids of the plan's runs, in its order. */
    const std::vector<std::string>& Ids() const
    {
        return m_ids;
    }

    /** @brief Runs that Execute found finished by an earlier call. */
    std::size_t Reused() const
    {
        return m_plan.runs.size() - m_missing.size();
    }

    /** @brief Writes experiment.json and runs.csv. @throws IoError */
    void WriteTables() const;

  private:
    std::string RunFolder(std::size_t run) const;
    std::optional<RunRecord> ReadFinished(std::size_t run) const;
    void FindMissing();
    ExitCode ExecuteOne(std::size_t run, const RunExecutor& executor, RunProgress& progress) const;
    void Collect(std::size_t run, const RunEnding& ending);
    void TellFailure(std::size_t run, ExitCode outcome, const std::string& what);
    void TellFurtherFailures() const;
    std::string RepeatCommand(std::size_t run) const;
    std::int64_t PlannedTime() const;
    Schedule PlanSchedule(const RunTimes& known) const;
    void KeepTimes(RunTimes times, const Schedule& schedule) const;

    const ExperimentPlan& m_plan;
    ExperimentOptions m_options;
    std::string m_folder;
    std::vector<std::string> m_ids;
    std::vector<std::vector<InputRecord>> m_inputs; //!< by configuration
    std::vector<std::int64_t> m_durations;          //!< by configuration
    std::vector<std::optional<RunRecord>> m_records;
    std::vector<std::size_t> m_missing;
    ExitCode m_worst = ExitCode::Done;
    std::size_t m_failed = 0;
    std::map<ExitCode, std::size_t> m_failedOf;
    std::size_t m_untold = 0; //!< failures
};

/** @brief The graver of two outcomes, as an experiment's exit code shows it. */
ExitCode Graver(ExitCode a, ExitCode b);

} // namespace nexsim

#endif // NEXSIM_EXPERIMENT_H
