// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DIFF_VERB_H
#define NEXSIM_DIFF_VERB_H

#include "sim/cli/verb.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief "diff RUN RUN": how two finished runs differ, and in which event first. */
class DiffVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;

    /** @brief Done for equal runs, ClaimFailed for different ones. */
    ExitCode Execute() override;

  private:
    std::string m_a;
    std::string m_b;
    std::string m_scenario;
    std::vector<std::string> m_libraries;
};

} // namespace nexsim

#endif // NEXSIM_DIFF_VERB_H
