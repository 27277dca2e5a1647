// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FIFO_SCHEDULER_H
#define NEXSIM_FIFO_SCHEDULER_H

#include "models/queue/scheduler.h"

#include <deque>

namespace nexsim
{

/**
 * @brief Queues are served in the order in which their packets came.
 *
 * A packet that is dropped on arrival gets no turn. One that is dropped later leaves its turn to the
 * next packet of its queue, so there are never fewer turns than packets wait. A queue that is
 * held back by its shaper keeps its turns while others are served.
 */
class FifoScheduler : public Scheduler
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(const std::vector<ScheduledQueue>& queues) override;
    void OnEnqueue(size_t queue) override;
    size_t Select() override;

  private:
    const std::vector<ScheduledQueue>* m_queues = nullptr;
    uint64_t m_nextTurn = 0;
    std::vector<std::deque<uint64_t>> m_turns; //!< by queue, ascending
};

} // namespace nexsim

#endif // NEXSIM_FIFO_SCHEDULER_H
