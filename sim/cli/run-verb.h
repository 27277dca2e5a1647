// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_VERB_H
#define NEXSIM_RUN_VERB_H

#include "sim/cli/scenario-arguments.h"
#include "sim/cli/verb.h"
#include "sim/experiment/experiment.h"

#include <string>

namespace nexsim
{

/** @brief "run FILE...": executes what is missing, prints tables and claims. */
class RunVerb : public Verb
{
  public:
    /** @param commandLine as typed, for the record */
    explicit RunVerb(std::string commandLine);

    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    ExitCode ExecuteOne(const ExperimentPlan& first) const;
    static ExitCode Report(const ExperimentPlan& plan,
                           const Experiment& experiment,
                           std::size_t reused,
                           ExitCode outcome);

    ScenarioArguments m_scenarios;
    std::string m_commandLine;
    std::string m_out = "results";
    unsigned m_jobs = 1;
    bool m_dryRun = false;
};

} // namespace nexsim

#endif // NEXSIM_RUN_VERB_H
