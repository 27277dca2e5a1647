// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FIRST_ARMED_MODERATION_H
#define NEXSIM_FIRST_ARMED_MODERATION_H

#include "models/base/timer.h"
#include "models/nic/interrupt-moderation.h"

namespace nexsim
{

/** @brief A timer that the first packet arms: each interrupt comes a delay after its first packet. */
class FirstArmedInterruptModeration : public InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId();

    void OnPacket(Packets waiting) override;
    void OnEnabled(const HandlerRun& run) override;

  protected:
    void DoAttach() override;

  private:
    void OnTimer();

    SimTime m_delay;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_FIRST_ARMED_MODERATION_H
