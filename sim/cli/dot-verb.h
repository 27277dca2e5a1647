// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DOT_VERB_H
#define NEXSIM_DOT_VERB_H

#include "sim/cli/verb.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief "dot RUN": the network of a finished run with the load of its links, for Graphviz. */
class DotVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    std::string m_run;
    std::vector<std::string> m_libraries;
    std::string m_scenario;
};

} // namespace nexsim

#endif // NEXSIM_DOT_VERB_H
