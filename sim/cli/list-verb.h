// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LIST_VERB_H
#define NEXSIM_LIST_VERB_H

#include "sim/cli/scenario-arguments.h"
#include "sim/cli/verb.h"

#include <string>

namespace nexsim
{

/** @brief "list FILE...": the runs that "run" would make, or with --metrics what they would measure. */
class ListVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    ScenarioArguments m_scenarios;
    bool m_metrics = false;
    bool m_json = false;
    unsigned m_jobs = 1;
    std::string m_out = "results";
};

/** @brief What "run" would run, and how long it would take; runs pilots. */
std::string DescribePlan(const ExperimentPlan& plan,
                         const ScenarioArguments& scenarios,
                         const std::string& out,
                         unsigned jobs);

} // namespace nexsim

#endif // NEXSIM_LIST_VERB_H
