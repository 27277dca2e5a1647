// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPLAIN_VERB_H
#define NEXSIM_EXPLAIN_VERB_H

#include "sim/cli/verb.h"
#include "sim/repeat/finished-run.h"
#include "sim/run/packet-story.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief "explain RUN": with --packet the life of one packet of a finished run, step by step; with --flow
 * that of a flow; with --ties where the order of simultaneous events counted.
 */
class ExplainVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    ExitCode ExplainPacket(const ScenarioRun& scenario);
    ExitCode ExplainFlow(const ScenarioRun& scenario) const;

    std::string m_run;
    PacketChoice m_choice;
    std::optional<uint64_t> m_packet;
    bool m_ties = false;
    std::vector<std::string> m_libraries;
    std::string m_scenario;
};

} // namespace nexsim

#endif // NEXSIM_EXPLAIN_VERB_H
