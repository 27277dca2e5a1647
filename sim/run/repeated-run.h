// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REPEATED_RUN_H
#define NEXSIM_REPEATED_RUN_H

#include "models/host/work-observer.h"
#include "sim/run/run-agenda.h"
#include "sim/run/run-simulation.h"

#include <cstdint>

namespace nexsim
{

/** @brief As many events as a run has. */
inline constexpr uint64_t kAllEvents = UINT64_MAX;

/**
 * @brief A run once more, for somebody who watches its events; it measures and writes nothing.
 *
 * Its events are those of the run itself, one by one. What ended the run before its duration, a limit
 * or a condition, does not end it: say how many events the run had.
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
     * @param events hashed by the run: after so many it is over
     * @param work is told of what the hosts' cores do; null for nobody
     * @throws std::logic_error where the run breaks an invariant
     */
    void Play(EventObserver& observer, uint64_t events = kAllEvents, WorkObserver* work = nullptr);

  private:
    RunSimulation m_simulation;
    RunAgenda m_agenda;
};

} // namespace nexsim

#endif // NEXSIM_REPEATED_RUN_H
