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
 * @brief "explain RUN": with --packet, --worst or --typical the life of one packet of a finished run, step
 * by step; with --flow that of a flow; with --ties where the order of simultaneous events counted.
 * "explain DIR": where the time of an experiment's variants went.
 */
class ExplainVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    void CheckQuestion() const;
    ExitCode ExplainExperiment() const;
    ExitCode ExplainRun();
    void ChoosePacket(const FinishedRun& run, const ScenarioRun& scenario);
    ExitCode ExplainPacket(const ScenarioRun& scenario, uint64_t events);
    ExitCode ExplainFlow(const ScenarioRun& scenario, uint64_t events) const;

    std::string m_folder;
    PacketChoice m_choice; //!< with --traffic and --flow
    std::optional<uint64_t> m_packet;
    bool m_worst = false;
    bool m_typical = false;
    bool m_ties = false;
    std::string m_baseline;
    std::vector<std::string> m_libraries;
    std::string m_scenario;
};

} // namespace nexsim

#endif // NEXSIM_EXPLAIN_VERB_H
