// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BUILD_ERROR_H
#define NEXSIM_BUILD_ERROR_H

#include "sim/scenario/run-review.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief A run cannot be built, because its description contradicts itself. */
class BuildError : public std::invalid_argument
{
  public:
    /** @param faults at least one */
    explicit BuildError(std::vector<RunFault> faults)
        : std::invalid_argument(Join(faults)), m_faults(std::move(faults))
    {
    }

    const std::vector<RunFault>& Faults() const
    {
        return m_faults;
    }

  private:
    static std::string Join(const std::vector<RunFault>& faults)
    {
        std::string text;
        for (const RunFault& fault : faults)
        {
            text += (text.empty() ? "" : "; ") + fault.message;
        }
        return text;
    }

    std::vector<RunFault> m_faults;
};

/**
 * @brief Calls a function that builds a part of a run; what the part refuses is told together with
 * the place in the scenario, unless the function knows a better one.
 *
 * @param pointer of the part; empty for the run
 * @throws BuildError for std::invalid_argument
 */
template <typename Function>
void
BuildPart(const std::string& pointer, const Function& build)
{
    try
    {
        build();
    }
    catch (const BuildError&)
    {
        throw;
    }
    catch (const std::invalid_argument& error)
    {
        throw BuildError({{pointer, error.what()}});
    }
}

} // namespace nexsim

#endif // NEXSIM_BUILD_ERROR_H
