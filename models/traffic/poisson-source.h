// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POISSON_SOURCE_H
#define NEXSIM_POISSON_SOURCE_H

#include "models/traffic/exponential-gap.h"
#include "models/traffic/open-loop-source.h"

#include <optional>

namespace nexsim
{

/**
 * @brief Packets as a Poisson process: exponential gaps, whatever the sizes.
 *
 * The mean gap is the mean packet's bits at Rate, so that Rate is the mean of IP bits per second.
 * Gaps are whole picoseconds, rounded to nearest, and the first one begins at Start. A change of
 * Rate takes effect with the gap after the next packet.
 */
class PoissonSource : public OpenLoopSource
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    void OnTimer();
    void ArmNext();

    std::optional<ExponentialGap> m_gap;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_POISSON_SOURCE_H
