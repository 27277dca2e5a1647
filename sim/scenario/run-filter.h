// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_FILTER_H
#define NEXSIM_RUN_FILTER_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/expression.h"
#include "sim/scenario/sweep-plan.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Which runs of an experiment are wanted: the condition behind --only. */
class RunFilter
{
  public:
    /** @param only the condition; empty for all runs. Reports what is wrong with it. */
    RunFilter(const std::string& only, Diagnostics& diagnostics);

    /** @brief False when all runs are wanted. */
    bool IsGiven() const
    {
        return m_isGiven;
    }

    /** @brief The names in the condition. */
    std::set<std::string> Names() const;

    /** @brief Those of the replications 0 to `replications` - 1 that are wanted; none after an error. */
    std::vector<int64_t> Wanted(const std::string& variant,
                                const std::vector<ParameterValue>& parameters,
                                int64_t replications) const;

    /** @brief Reports that nothing is left to run. */
    void ReportNoRun() const;

  private:
    Diagnostics& m_diagnostics;
    bool m_isGiven;
    std::optional<Expression> m_condition;
};

/**
 * @brief A condition, as behind --only, that holds for this variant and these values alone.
 * @param values of swept parameters
 */
std::string ConditionOf(const std::string& variant, const std::vector<ParameterValue>& values);

} // namespace nexsim

#endif // NEXSIM_RUN_FILTER_H
