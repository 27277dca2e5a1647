// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PIM_ARBITER_H
#define NEXSIM_PIM_ARBITER_H

#include "models/switch/arbiter.h"

#include <optional>

namespace nexsim
{

/**
 * @brief Parallel iterative matching (Anderson, Owicki, Saxe, Thacker, ACM TOCS 11(4), 1993).
 *
 * In each iteration every free output grants one of its requests at random, then every free input
 * accepts one of its grants at random.
 */
class PimArbiter : public Arbiter
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(uint32_t inputs, uint32_t outputs) override;
    void Match(const std::vector<CrossbarRequest>& requests, std::vector<size_t>& granted) override;

  protected:
    void DoAttach() override;

  private:
    /** @brief Of those for each end, one is drawn; ends in ascending order. */
    void DrawOneEach(const std::vector<std::vector<size_t>>& candidates,
                     std::vector<size_t>& drawn);

    int64_t m_iterations = 0;
    MatchedEnds m_matched;
    std::vector<std::vector<size_t>> m_requestsFor; //!< by output
    std::vector<std::vector<size_t>> m_grantsFor;   //!< by input
    std::vector<size_t> m_drawn;
    std::optional<RandomStream> m_stream;
};

} // namespace nexsim

#endif // NEXSIM_PIM_ARBITER_H
