// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BERNOULLI_SOURCE_H
#define NEXSIM_BERNOULLI_SOURCE_H

#include "models/traffic/open-loop-source.h"

namespace nexsim
{

/**
 * @brief Slotted arrivals: in each slot, independently, a packet with a given probability.
 *
 * The traffic of the classical switch analyses (Karol, Hluchyj, Morgan, IEEE Trans. Comm. 35(12),
 * 1987). Rate plays no part. Slots without a packet cost no event.
 */
class BernoulliSource : public OpenLoopSource
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief A packet in each slot with Probability; Rate does not count here. */
    std::optional<double> OfferedRate(int64_t /*split*/) const override;

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    void OnSlot();

    /** @brief From the slot at `slot` on, the first one with a packet; kNever if time ends before. */
    SimTime NextBusy(SimTime slot);

    SimTime m_slot;
    Ratio m_probability;
    std::optional<RandomStream> m_stream;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_BERNOULLI_SOURCE_H
