// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BERNOULLI_LOSS_H
#define NEXSIM_BERNOULLI_LOSS_H

#include "models/link/loss-model.h"

#include <optional>

namespace nexsim
{

/** @brief Each packet is lost with the same probability, independent of all others. */
class BernoulliLossModel : public LossModel
{
  public:
    static ns3::TypeId GetTypeId();

    bool IsLost() override;

  protected:
    void DoAttach() override;

  private:
    Ratio m_probability;
    std::optional<RandomStream> m_stream;
};

} // namespace nexsim

#endif // NEXSIM_BERNOULLI_LOSS_H
