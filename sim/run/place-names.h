// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLACE_NAMES_H
#define NEXSIM_PLACE_NAMES_H

#include "models/base/run-context.h"

#include <map>
#include <string>

namespace nexsim
{

/** @brief Where an event happened. */
struct EventPlace
{
    std::string where;  //!< path of the component
    std::string reason; //!< of a drop
};

/** @brief Finds what a path hash of an event stands for. */
class PlaceNames
{
  public:
    /** @param run outlives this object */
    explicit PlaceNames(RunContext& run) : m_run(run) {}

    /** @brief Empty for a hash that no component of the run has. */
    const EventPlace& Of(uint64_t pathHash);

  private:
    RunContext& m_run;
    std::map<uint64_t, EventPlace> m_known;
};

/** @brief The path of the component with this hash, such as a flow's traffic entry; or "". */
std::string ComponentPath(const RunContext& run, uint64_t pathHash);

} // namespace nexsim

#endif // NEXSIM_PLACE_NAMES_H
