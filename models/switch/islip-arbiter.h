// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ISLIP_ARBITER_H
#define NEXSIM_ISLIP_ARBITER_H

#include "models/switch/arbiter.h"

namespace nexsim
{

/**
 * @brief iSLIP (McKeown, IEEE/ACM Trans. Networking 7(2), 1999).
 *
 * As PIM, but each output grants the first request at or after its pointer, and each input accepts
 * the first grant at or after its own. A pointer moves to one beyond its partner only when a grant
 * was accepted in the first iteration: so the outputs' pointers come apart, and in
 * slots no request starves.
 */
class IslipArbiter : public Arbiter
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(uint32_t inputs, uint32_t outputs) override;
    void Match(const std::vector<CrossbarRequest>& requests, std::vector<size_t>& granted) override;

  private:
    /** @brief The position of nothing. */
    static constexpr size_t kNone = ~size_t{0};

    void Grant(const std::vector<CrossbarRequest>& requests);
    void Accept(const std::vector<CrossbarRequest>& requests);

    int64_t m_iterations = 0;
    MatchedEnds m_matched;
    std::vector<uint32_t> m_grantPointer;  //!< by output: the input with the highest priority
    std::vector<uint32_t> m_acceptPointer; //!< by input: the output with the highest priority
    std::vector<size_t> m_grant;           //!< by output: its request of this iteration
    std::vector<size_t> m_accept;          //!< by input: its grant of this iteration
};

} // namespace nexsim

#endif // NEXSIM_ISLIP_ARBITER_H
