// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PROCESSOR_H
#define NEXSIM_PROCESSOR_H

#include "models/host/core.h"

#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief The cores of a host and what work costs them. */
class Processor
{
  public:
    /** @brief What its cores have in common. */
    struct Settings
    {
        uint32_t cores = 1;
        CostTable costs;
        std::vector<IdleState> idleStates; //!< by residency; none: an idle core is there at once
        SimTime slice;                     //!< after which a thread lets another of its class go on
    };

    /**
     * @param path the host's; cores are path/core[0] and so on
     * @throws std::invalid_argument when a figure that cores need is missing
     */
    Processor(RunContext& run, const std::string& path, Settings settings);

    uint32_t CoreCount() const
    {
        return static_cast<uint32_t>(m_cores.size());
    }

    /** @param number from 0 to CoreCount() - 1 */
    Core& At(uint32_t number)
    {
        return *m_cores[number];
    }

    const CostTable& Costs() const
    {
        return m_settings.costs;
    }

    const Settings& GetSettings() const
    {
        return m_settings;
    }

    /** @brief To begin the work of a thread on a core that ran another. */
    const Cost& SwitchCost() const
    {
        return m_switch;
    }

    /** @brief The task in whose Begin or Finish the caller is; null when time itself called. */
    CoreTask* Current() const
    {
        return m_current;
    }

    /** @brief The core that Current runs on; null with it. */
    Core* CurrentCore() const
    {
        return m_currentCore;
    }

    /** @brief For as long as it lives, `task` is the current one; they nest. */
    class Turn
    {
      public:
        Turn(Processor& processor, CoreTask& task, Core& core)
            : m_processor(processor), m_taskBefore(processor.m_current),
              m_coreBefore(processor.m_currentCore)
        {
            processor.m_current = &task;
            processor.m_currentCore = &core;
        }

        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

        ~Turn()
        {
            m_processor.m_current = m_taskBefore;
            m_processor.m_currentCore = m_coreBefore;
        }

      private:
        Processor& m_processor;
        CoreTask* m_taskBefore;
        Core* m_coreBefore;
    };

    /** @brief Adds to the processor time of this kind. */
    void CountSpent(CostKind kind, SimTime span)
    {
        m_spent[kind] += span;
    }

    /** @brief Processor time of all cores by kind of work, in the order of the cost table. */
    const std::vector<SimTime>& Spent() const
    {
        return m_spent;
    }

  private:
    Settings m_settings;
    Cost m_switch;
    std::vector<SimTime> m_spent;
    std::vector<std::unique_ptr<Core>> m_cores;
    CoreTask* m_current = nullptr;
    Core* m_currentCore = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_PROCESSOR_H
