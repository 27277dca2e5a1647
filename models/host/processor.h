// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PROCESSOR_H
#define NEXSIM_PROCESSOR_H

#include "models/host/core.h"
#include "models/host/work-observer.h"

#include <memory>
#include <optional>
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
        std::vector<IdleExit> idleStates; //!< by residency; none: an idle core is there at once
        SimTime slice;                    //!< after which a thread lets another of its class go on
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

    const Core& At(uint32_t number) const
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

    /** @brief Null, as at first, for none; it outlives the processor or is taken away. */
    void SetObserver(WorkObserver* observer)
    {
        m_observer = observer;
    }

    /** @brief Within the Finish of a task: its work has been charged to the packet. */
    void NoteWork(const Packet& packet)
    {
        if (__builtin_expect(m_observer != nullptr, 0))
        {
            m_observer->OnWork({*m_currentCore, m_pieces, m_current->Work().Parts()}, packet);
        }
    }

    /** @brief Within a task: work that was done before has been charged to the packet. */
    void NoteWork(const Packet& packet, const CoreWork::Part& part);

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

    /**
     * @brief The core for the next task or queue that has to be placed: the one that is asked for,
     * or without one each core in turn.
     * @param user for the message
     * @throws std::invalid_argument when the host has no core of this number
     */
    Core& Place(std::optional<uint32_t> number, const std::string& user);

    /** @brief Processor time of all cores so far by kind of work. */
    std::vector<SimTime> Spent() const;

    /** @brief Kinds of work: the figures of the cost table, then SpinKind and PollKind. */
    size_t KindCount() const
    {
        return m_spent.size();
    }

    /** @brief Work that is none: spinning for a lock. */
    CostKind SpinKind() const
    {
        return static_cast<CostKind>(m_spent.size() - 2);
    }

    /** @brief The same: looks that find nothing, of a task that polls. */
    CostKind PollKind() const
    {
        return static_cast<CostKind>(m_spent.size() - 1);
    }

    /** @brief "syscall", "spin", "busy_poll" */
    std::string KindName(CostKind kind) const;

    /**
     * @brief The kinds that a report has: of the figures those that someone has asked the cost table
     * for, and the two others. The first call settles them.
     */
    const std::vector<CostKind>& ReportedKinds() const;

  private:
    friend class Core;

    uint64_t NextTaskNumber()
    {
        return ++m_tasks;
    }

    /** @brief What it takes besides to pass a lock from a core to one that waits for it. */
    SimTime HandOver(RandomStream& stream) const
    {
        return !m_handOver                  ? SimTime(0)
               : m_handOver->law == nullptr ? m_handOver->Of(1)
                                            : SimTime(m_handOver->law->Draw(stream));
    }

    Settings m_settings;
    Cost m_switch;
    std::optional<Cost> m_handOver;
    std::vector<SimTime> m_spent;             //!< by kind, as far as the cores have told
    mutable std::vector<CostKind> m_reported; //!< settled when a report asks first
    std::vector<std::unique_ptr<Core>> m_cores;
    uint64_t m_tasks = 0;
    uint32_t m_nextCore = 0;
    WorkObserver* m_observer = nullptr;
    uint64_t m_pieces = 0; //!< of work that have been done
    CoreTask* m_current = nullptr;
    Core* m_currentCore = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_PROCESSOR_H
