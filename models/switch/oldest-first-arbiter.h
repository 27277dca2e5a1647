// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OLDEST_FIRST_ARBITER_H
#define NEXSIM_OLDEST_FIRST_ARBITER_H

#include "models/switch/arbiter.h"

namespace nexsim
{

/**
 * @brief The request whose packet came first is granted, then the oldest of those left, and so on.
 *
 * The matching is maximal. Of packets that came at one instant that of the lower input goes first,
 * then that for the lower output.
 */
class OldestFirstArbiter : public Arbiter
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(uint32_t inputs, uint32_t outputs) override;
    void Match(const std::vector<CrossbarRequest>& requests, std::vector<size_t>& granted) override;

  private:
    MatchedEnds m_matched;
    std::vector<size_t> m_order;
};

} // namespace nexsim

#endif // NEXSIM_OLDEST_FIRST_ARBITER_H
