// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STRICT_PRIORITY_SCHEDULER_H
#define NEXSIM_STRICT_PRIORITY_SCHEDULER_H

#include "models/queue/scheduler.h"

namespace nexsim
{

/**
 * @brief The first queue with a packet is served, in the order in which the queues are listed.
 *
 * Not preemptive: a transmission under way ends first.
 */
class StrictPriorityScheduler : public Scheduler
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(const std::vector<ScheduledQueue>& queues) override;
    void OnEnqueue(size_t queue) override;
    size_t Select() override;

  private:
    const std::vector<ScheduledQueue>* m_queues = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_STRICT_PRIORITY_SCHEDULER_H
