// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_SIMULATION_H
#define NEXSIM_RUN_SIMULATION_H

#include "sim/run/network.h"
#include "sim/scenario/scenario.h"

namespace nexsim
{

/**
 * @brief The process's simulator with the objects of one run, complete but not started.
 *
 * One at a time: ns-3 has one simulator per process. Its end destroys first the pending events, then
 * the objects, then what they shared.
 */
class RunSimulation
{
  public:
    /**
     * @brief Builds the run.
     * @throws BuildError when the description contradicts itself
     * @throws std::logic_error when ns-3 already uses another simulator
     */
    explicit RunSimulation(const ScenarioRun& scenario);

    RunSimulation(const RunSimulation&) = delete;
    RunSimulation& operator=(const RunSimulation&) = delete;

    RunContext& Run()
    {
        return m_run;
    }

    Network& GetNetwork()
    {
        return m_network;
    }

    DeterministicSimulatorImpl& Kernel()
    {
        return *m_run.Kernel();
    }

    /** @brief Starts every component, in the order of their attachment. */
    void Start();

  private:
    struct Selection
    {
        Selection();
    };

    struct Destruction
    {
        ~Destruction();
    };

    Selection m_selection; //!< first: the context looks for the kernel
    RunContext m_run;
    Network m_network;
    Destruction m_destruction; //!< last, and so destroyed first
};

} // namespace nexsim

#endif // NEXSIM_RUN_SIMULATION_H
