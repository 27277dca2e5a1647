// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CONFIGURATION_TRIALS_H
#define NEXSIM_CONFIGURATION_TRIALS_H

#include "sim/scenario/experiment-plan.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/run-review.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Of networks with more nodes, only the first configuration of each topology is tried. */
inline constexpr std::size_t kTrialNodeLimit = 2000;

/**
 * @brief Tries the configurations of an experiment, first replication each, and reports what is wrong.
 *
 * A network above kTrialNodeLimit takes longer to build than to read: those of equal nodes and links
 * differ in attributes, and one stands for all. What only another one would have shown ends its run,
 * with the exit code of an invalid scenario.
 */
class ConfigurationTrials
{
  public:
    /** @param trial empty for none */
    explicit ConfigurationTrials(RunTrial trial = nullptr);

    /**
     * @brief Tries what will be the next configuration of the plan.
     * @param plan its claims and its configurations so far
     * @param context of the configuration's document
     */
    void Try(const ScenarioRun& run,
             const Configuration& configuration,
             const ExperimentPlan& plan,
             const ReadContext& context);

    /**
     * @brief Reports claims on metrics that the configurations they are about do not have.
     * @param plan with all configurations
     * @param context of the whole scenario
     */
    void ReportClaims(const ExperimentPlan& plan, const ReadContext& context) const;

  private:
    bool IsWorthwhile(const ScenarioRun& run);

    RunTrial m_trial;
    std::set<std::string> m_triedTopologies;                       //!< above the limit
    std::map<std::size_t, std::vector<std::string>> m_claimFaults; //!< by configuration, claim
};

} // namespace nexsim

#endif // NEXSIM_CONFIGURATION_TRIALS_H
