// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DIM_MODERATION_H
#define NEXSIM_DIM_MODERATION_H

#include "models/base/timer.h"
#include "models/nic/dim-control.h"
#include "models/nic/interrupt-moderation.h"

namespace nexsim
{

/** @brief From when a completion queue counts its delay: Linux's period modes. */
enum class DimPeriodMode : uint8_t
{
    Eqe, //!< from the last interrupt: after a quiet time a packet interrupts at once
    Cqe  //!< from the last packet: an interrupt follows a pause in the arrivals
};

/**
 * @brief Linux's dynamic interrupt moderation: delay and count from a ladder, by what they achieve.
 *
 * A measurement takes 64 interrupts; the driver looks at its counters whenever it enables the
 * interrupt again. The next profile holds from that instant on, and the next measurement begins when
 * the interrupt is enabled the time after.
 */
class DimInterruptModeration : public InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId();

    void OnPacket(Packets waiting) override;
    void OnEnabled(const HandlerRun& run) override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    /** @brief The driver's counters at one instant. */
    struct Sample
    {
        SimTime at;
        int64_t packets = 0;
        int64_t bytes = 0;
        int64_t events = 0;
    };

    void Measure();
    void RaiseOrWait(Packets waiting, SimTime newest);
    void Raise();

    DimPeriodMode m_mode = DimPeriodMode::Eqe;
    const DimProfile* m_ladder = nullptr;
    DimControl m_control;
    Sample m_counters;
    Sample m_start;             //!< of the measurement
    bool m_isMeasuring = false; //!< else the next sample is a measurement's start
    SimTime m_raised{-1};       //!< the last interrupt; below 0 for none
    int64_t m_changes = 0;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_DIM_MODERATION_H
