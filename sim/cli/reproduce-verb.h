// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REPRODUCE_VERB_H
#define NEXSIM_REPRODUCE_VERB_H

#include "sim/cli/verb.h"
#include "sim/repeat/finished-run.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief "reproduce RUN": the command that repeats a run, or with --check whether it repeats. */
class ReproduceVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;

    /** @brief Done; with --check ClaimFailed when the run gives something else now. */
    ExitCode Execute() override;

  private:
    ExitCode PrintCommand(const FinishedRun& run, const RepeatMeans& means) const;
    ExitCode Check(const FinishedRun& run, const RepeatMeans& means) const;

    std::string m_run;
    bool m_check = false;
    std::string m_out;
    std::string m_scenario;
    std::vector<std::string> m_libraries;
};

} // namespace nexsim

#endif // NEXSIM_REPRODUCE_VERB_H
