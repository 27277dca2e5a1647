// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LINK_STATE_H
#define NEXSIM_LINK_STATE_H

#include <cstdint>

namespace nexsim
{

/** @brief Whether a direction of a link carries packets. */
enum class LinkState : uint8_t
{
    Up,
    Down
};

/** @brief Who wants to know when a direction of a link goes down or comes up. */
class LinkStateListener
{
  public:
    virtual ~LinkStateListener() = default;

    /** @brief The state has just changed to this one; called once per change. */
    virtual void OnLinkState(LinkState state) = 0;
};

} // namespace nexsim

#endif // NEXSIM_LINK_STATE_H
