// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_MITIGATION_H
#define NEXSIM_SKYWALK_MITIGATION_H

#include "models/base/timer.h"
#include "models/nic/interrupt-moderation.h"
#include "models/nic/traffic-sampler.h"

namespace nexsim
{

/** @brief Which of XNU's tables of thresholds and delays. */
enum class SkywalkMitigationTable : uint8_t
{
    Native,  //!< of interfaces that speak Skywalk themselves
    Compat,  //!< of those that do not
    Cellular //!< of native cellular ones
};

/** @brief Whether there are delays. */
enum class SkywalkMitigationMode : uint8_t
{
    Simple,  //!< the thread runs at once
    Advanced //!< static (no delay) at low rates, else dynamic by the table
};

/**
 * @brief XNU's interrupt mitigation thread of a netif ring (bsd/skywalk, nx_netif_mit.c).
 *
 * The interrupt wakes a thread, which does the work and then waits: a time from the table, less what
 * the work has taken, so that work begins no oftener than that. Packets that come meanwhile are what
 * it does next. Packets and bytes are sampled, and their averages move the thread up and down the
 * table, a step per hold time at most.
 */
class SkywalkMitigationInterruptModeration : public InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId();

    void OnPacket(Packets waiting) override;
    void OnEnabled(const HandlerRun& run) override;
    HandlerContext Context() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    void Sample(const HandlerRun& run);
    void Step();
    SimTime Delay() const;
    void Raise();
    void SetLevel(bool isDynamic, size_t level);

    SkywalkMitigationTable m_table = SkywalkMitigationTable::Native;
    SkywalkMitigationMode m_mode = SkywalkMitigationMode::Advanced;
    SimTime m_holdTime;
    SimTime m_sampleTime;
    TrafficSampler m_sampler{3, 2}; //!< grows by 1/8, shrinks by 1/4 of the difference
    bool m_isDynamic = false;
    size_t m_level = 0;    //!< row of the table
    SimTime m_changed{-1}; //!< the last move, at first the first sample; below 0 for none
    SimTime m_resume;      //!< the thread does no work before
    int64_t m_moves = 0;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_MITIGATION_H
