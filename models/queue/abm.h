// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ABM_H
#define NEXSIM_ABM_H

#include "models/base/timer.h"
#include "models/queue/dynamic-threshold.h"

namespace nexsim
{

/**
 * @brief Active buffer management (Addanki et al., SIGCOMM 2022): a dynamic threshold that also
 * looks at how fast a queue drains.
 *
 * The threshold is alpha/n x free x drain: n is the number of congested queues of the same class,
 * at least 1, drain what left the queue in the last Period over what its link could have sent. A
 * queue is congested while it has 90 % of its threshold or more, judged every Period. A queue that
 * was empty at the end of a period counts as draining at the full rate of its link.
 */
class AbmBufferManager : public DynamicThresholdBufferManager
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;

  protected:
    void DoAttach() override;
    void OnRelease(uint32_t queue, int64_t bytes) override;
    int64_t Threshold(uint32_t queue, int64_t free) const override;

  private:
    void OnPeriod();

    SimTime m_period;
    std::vector<int64_t> m_left;      //!< by queue, bytes released in this period
    std::vector<int64_t> m_drain;     //!< by queue, in 1e-9
    std::vector<int64_t> m_congested; //!< by class, queues
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_ABM_H
