// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WFQ_SCHEDULER_H
#define NEXSIM_WFQ_SCHEDULER_H

#include "models/queue/scheduler.h"

namespace nexsim
{

/**
 * @brief Weighted fair queueing by start tags (SFQ; Goyal, Vin, Cheng, IEEE/ACM ToN 5(5), 1997).
 *
 * A packet at the head of a queue starts, in virtual time, where the queue's last one finished, or
 * now if the queue was empty; it finishes size/weight later. The earliest start is served, of equals
 * the first queue, and is the virtual time. Of two backlogged queues, sent bytes per weight differ
 * by at most l1/w1 + l2/w2, l their largest packets. The size of a packet matters only once it has
 * left, so this works with disciplines that drop at their head, which finish tags (WF2Q, SCFQ) would
 * not.
 */
class WfqScheduler : public Scheduler
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(const std::vector<ScheduledQueue>& queues) override;
    void OnEnqueue(size_t queue) override;
    size_t Select() override;
    void OnDequeue(size_t queue, uint32_t bytes) override;

  private:
    /** Bytes per weight, in 2^-32: a long run cannot overflow it. */
    using Tag = unsigned __int128;

    struct Queue
    {
        Tag start = 0; //!< of the packet at its head; of the next one that comes, when empty
        bool active = false;
    };

    const std::vector<ScheduledQueue>* m_queues = nullptr;
    std::vector<Queue> m_tags;
    Tag m_now = 0; //!< virtual time
};

} // namespace nexsim

#endif // NEXSIM_WFQ_SCHEDULER_H
