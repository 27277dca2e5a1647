// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CONSTANT_RATE_SOURCE_H
#define NEXSIM_CONSTANT_RATE_SOURCE_H

#include "models/traffic/open-loop-source.h"

namespace nexsim
{

/**
 * @brief Packets at a constant bit rate: each follows the last by the last one's time at that rate.
 *
 * The k-th packet leaves exactly when the bits of all before it have been sent, rounded down to a
 * picosecond: no drift accumulates.
 */
class ConstantRateSource : public OpenLoopSource
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    void OnTimer();

    TransmissionTime m_pace;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_CONSTANT_RATE_SOURCE_H
