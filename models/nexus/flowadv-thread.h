// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOWADV_THREAD_H
#define NEXSIM_FLOWADV_THREAD_H

#include "models/host/core.h"
#include "models/host/flow-advisory-table.h"

#include <deque>

namespace nexsim
{

/**
 * @brief The kernel's thread that tells flows to go on, one of all interfaces (XNU: flowadv.c).
 *
 * One piece of work per flow. Reports of congestion go before resumes.
 */
class FlowadvThread : public CoreTask
{
  public:
    FlowadvThread() : CoreTask(CoreClass::KernelThread) {}

    /** @brief Called once. @param notify to post an event */
    void Connect(Core& core, const Cost& notify)
    {
        m_core = &core;
        m_notify = notify;
    }

    void Resume(FlowAdvisoryTable& table, size_t entry);
    void Report(FlowAdvisoryTable& table, size_t entry, uint32_t marks, uint32_t packets);

    bool Begin(CoreWork& work) override;
    void Finish() override;

    std::string TaskName() const override
    {
        return "the flowadv thread";
    }

    int64_t Resumes() const
    {
        return m_resumes;
    }

    int64_t Reports() const
    {
        return m_reports;
    }

  private:
    struct Item
    {
        FlowAdvisoryTable* table;
        size_t entry;
        uint32_t marks;
        uint32_t packets; //!< 0: to be resumed
    };

    Core* m_core = nullptr;
    Cost m_notify;
    std::deque<Item> m_items;
    Item m_underWay{};
    int64_t m_resumes = 0;
    int64_t m_reports = 0;
};

} // namespace nexsim

#endif // NEXSIM_FLOWADV_THREAD_H
