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
#include <utility>
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
     * @param sources of the configuration's document
     */
    void Try(const ScenarioRun& run, const ExperimentPlan& plan, const SourceMap& sources);

    /**
     * @brief Reports what was found, and claims on metrics that their configurations do not have. What
     * is not wrong with every configuration is told with the name of the first one.
     * @param plan with all configurations
     * @param context of the whole scenario
     */
    void Report(const ExperimentPlan& plan, const ReadContext& context) const;

  private:
    /** @brief Of one or more configurations. */
    struct Finding
    {
        Diagnostic diagnostic;
        std::size_t first = 0; //!< configuration
        std::size_t count = 0; //!< of configurations
    };

    bool IsWorthwhile(const ScenarioRun& run);
    void Add(Severity severity,
             const RunFault& fault,
             std::size_t configuration,
             const SourceMap& sources);
    void ReportClaims(const ExperimentPlan& plan, const ReadContext& context) const;
    void ReportPrecision(const ExperimentPlan& plan, const ReadContext& context) const;

    RunTrial m_trial;
    std::size_t m_tried = 0;
    std::vector<Finding> m_findings;                                    //!< in order of discovery
    std::map<std::pair<std::string, std::string>, std::size_t> m_known; //!< pointer, message
    std::set<std::string> m_triedTopologies;                            //!< above the limit
    std::map<std::size_t, std::vector<std::string>> m_claimFaults;      //!< by configuration, claim
};

} // namespace nexsim

#endif // NEXSIM_CONFIGURATION_TRIALS_H
