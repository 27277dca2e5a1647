// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GILBERT_ELLIOTT_LOSS_H
#define NEXSIM_GILBERT_ELLIOTT_LOSS_H

#include "models/link/loss-model.h"

#include <optional>

namespace nexsim
{

/**
 * @brief Losses in bursts: a chain of two states, good and bad, that steps once per packet.
 *
 * A packet is lost with the probability of the state it finds; then the chain steps. The first
 * packet finds the stationary distribution, bad with p / (p + r) for transition probabilities p
 * (GoodToBad) and r (BadToGood), so that every packet is lost with probability
 * (r LossInGood + p LossInBad) / (p + r). A stay in a state lasts 1 / p or 1 / r packets on average.
 * With both at 0 the state stays good.
 *
 * E. N. Gilbert, "Capacity of a burst-noise channel", BSTJ 39(5), 1960 (no loss in good);
 * E. O. Elliott, "Estimates of error rates for codes on burst-noise channels", BSTJ 42(5), 1963.
 */
class GilbertElliottLossModel : public LossModel
{
  public:
    static ns3::TypeId GetTypeId();

    bool IsLost() override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    Ratio m_goodToBad;
    Ratio m_badToGood;
    Ratio m_lossInGood;
    Ratio m_lossInBad;

    bool m_isBad = false;
    int64_t m_inBad = 0;
    int64_t m_bursts = 0;
    std::optional<RandomStream> m_stateStream;
    std::optional<RandomStream> m_lossStream;
};

} // namespace nexsim

#endif // NEXSIM_GILBERT_ELLIOTT_LOSS_H
