// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DRR_SCHEDULER_H
#define NEXSIM_DRR_SCHEDULER_H

#include "models/queue/scheduler.h"

#include <deque>

namespace nexsim
{

/**
 * @brief Deficit round robin (Shreedhar and Varghese, IEEE/ACM ToN 4(3), 1996), charged afterwards.
 *
 * Queues with packets stand in a ring. The first one sends while its credit is above 0; then it
 * gets Quantum x weight more and goes to the end. As in RFC 8290 the credit may become negative by
 * a packet, where the paper's scheduler looks at the size of the next packet first: so it works
 * with disciplines that drop at their head, too. Of two backlogged queues of equal weight, sent
 * bytes differ by at most a quantum and two packets.
 */
class DrrScheduler : public Scheduler
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(const std::vector<ScheduledQueue>& queues) override;
    void OnEnqueue(size_t queue) override;
    size_t Select() override;
    void OnDequeue(size_t queue, uint32_t bytes) override;

  private:
    void Rotate();

    const std::vector<ScheduledQueue>* m_queues = nullptr;
    Bytes m_quantum;
    std::deque<size_t> m_ring;
    std::vector<bool> m_inRing;    //!< by queue
    std::vector<int64_t> m_credit; //!< by queue, IP bytes
};

} // namespace nexsim

#endif // NEXSIM_DRR_SCHEDULER_H
