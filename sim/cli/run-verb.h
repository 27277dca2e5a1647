// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_VERB_H
#define NEXSIM_RUN_VERB_H

#include "sim/cli/scenario-arguments.h"
#include "sim/cli/verb.h"

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
    ExitCode ExecuteOne(const ExperimentPlan& plan) const;

    ScenarioArguments m_scenarios;
    std::string m_commandLine;
    std::string m_out = "results";
    unsigned m_jobs = 1;
};

} // namespace nexsim

#endif // NEXSIM_RUN_VERB_H
