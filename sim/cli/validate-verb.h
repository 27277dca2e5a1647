// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_VALIDATE_VERB_H
#define NEXSIM_VALIDATE_VERB_H

#include "sim/cli/scenario-arguments.h"
#include "sim/cli/verb.h"

namespace nexsim
{

/** @brief "validate FILE...": says what is wrong with scenarios, and runs nothing. */
class ValidateVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    ScenarioArguments m_scenarios;
};

} // namespace nexsim

#endif // NEXSIM_VALIDATE_VERB_H
