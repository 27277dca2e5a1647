// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LIST_VERB_H
#define NEXSIM_LIST_VERB_H

#include "sim/cli/scenario-arguments.h"
#include "sim/cli/verb.h"

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
};

} // namespace nexsim

#endif // NEXSIM_LIST_VERB_H
