// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MINIMUM_GAP_MODERATION_H
#define NEXSIM_MINIMUM_GAP_MODERATION_H

#include "models/base/timer.h"
#include "models/nic/interrupt-moderation.h"

namespace nexsim
{

/**
 * @brief Interrupts are at least a gap apart; after a longer quiet time a packet interrupts at once.
 *
 * What Intel's NICs do with their interrupt throttling rate: 20 us there are 50,000 interrupts per
 * second at most.
 */
class MinimumGapInterruptModeration : public InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId();

    void OnPacket(Packets waiting) override;
    void OnEnabled(const HandlerRun& run) override;

  protected:
    void DoAttach() override;

  private:
    void Raise();

    SimTime m_gap;
    SimTime m_next; //!< no interrupt before
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_MINIMUM_GAP_MODERATION_H
