// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RANDOM_ARBITER_H
#define NEXSIM_RANDOM_ARBITER_H

#include "models/switch/arbiter.h"

#include <optional>

namespace nexsim
{

/** @brief Requests are granted in a random order, each that still can be: a maximal matching. */
class RandomArbiter : public Arbiter
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(uint32_t inputs, uint32_t outputs) override;
    void Match(const std::vector<CrossbarRequest>& requests, std::vector<size_t>& granted) override;

  protected:
    void DoAttach() override;

  private:
    MatchedEnds m_matched;
    std::vector<size_t> m_order;
    std::optional<RandomStream> m_stream;
};

} // namespace nexsim

#endif // NEXSIM_RANDOM_ARBITER_H
