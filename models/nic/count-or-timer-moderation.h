// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COUNT_OR_TIMER_MODERATION_H
#define NEXSIM_COUNT_OR_TIMER_MODERATION_H

#include "models/base/timer.h"
#include "models/nic/interrupt-moderation.h"

namespace nexsim
{

/** @brief An interrupt when so many packets wait, or a delay after the first of them. */
class CountOrTimerInterruptModeration : public InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId();

    void OnPacket(Packets waiting) override;
    void OnEnabled(const HandlerRun& run) override;

  protected:
    void DoAttach() override;

  private:
    void Raise();

    Packets m_count;
    SimTime m_delay;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_COUNT_OR_TIMER_MODERATION_H
