// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPLAIN_VERB_H
#define NEXSIM_EXPLAIN_VERB_H

#include "sim/cli/verb.h"
#include "sim/run/packet-story.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief "explain RUN --packet N": the life of one packet of a finished run, step by step. */
class ExplainVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    std::string m_run;
    PacketChoice m_choice;
    std::vector<std::string> m_libraries;
    std::string m_scenario;
};

} // namespace nexsim

#endif // NEXSIM_EXPLAIN_VERB_H
