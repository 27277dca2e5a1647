// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REPEATED_RUN_H
#define NEXSIM_REPEATED_RUN_H

#include "sim/run/run-agenda.h"
#include "sim/run/run-simulation.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief A run once more, for somebody who watches its events; it measures and writes nothing.
 *
 * Its events are those of the run itself, one by one. Limits do not cut it.
 */
class RepeatedRun
{
  public:
    /**
     * @param scenario outlives this object
     * @throws as RunSimulation
     */
    explicit RepeatedRun(const ScenarioRun& scenario);

    RunSimulation& Simulation()
    {
        return m_simulation;
    }

    RunContext& Run()
    {
        return m_simulation.Run();
    }

    /**
     * @brief Runs until `observer` stops the simulator or the run is over; once.
     * @throws std::logic_error where the run breaks an invariant
     */
    void Play(EventObserver& observer);

  private:
    RunSimulation m_simulation;
    RunAgenda m_agenda;
};

} // namespace nexsim

#endif // NEXSIM_REPEATED_RUN_H
