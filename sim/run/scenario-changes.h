// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCENARIO_CHANGES_H
#define NEXSIM_SCENARIO_CHANGES_H

#include "sim/run/network.h"
#include "sim/run/run-agenda.h"
#include "sim/scenario/scenario.h"

namespace nexsim
{

/**
 * @brief Puts the scenario's changes of attributes and links on the agenda, in file order.
 *
 * A change that an object refuses ends the run with std::logic_error.
 *
 * @param network outlives the agenda
 * @throws std::invalid_argument when a change names no entry of the traffic and no link
 */
void ScheduleChanges(const ScenarioRun& scenario, Network& network, RunAgenda& agenda);

} // namespace nexsim

#endif // NEXSIM_SCENARIO_CHANGES_H
