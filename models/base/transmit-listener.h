// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSMIT_LISTENER_H
#define NEXSIM_TRANSMIT_LISTENER_H

#include "models/base/packet.h"

namespace nexsim
{

/** @brief A sender that holds memory for its packets until they have left its host. */
class TransmitListener
{
  public:
    virtual ~TransmitListener() = default;

    /**
     * @brief The packet's transmission starts, or it is dropped before that: once per packet.
     *
     * Called from within queues and NICs; nothing may be sent before this returns.
     */
    virtual void OnLeftHost(const Packet& packet) = 0;
};

} // namespace nexsim

#endif // NEXSIM_TRANSMIT_LISTENER_H
