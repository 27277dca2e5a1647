// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STORE_AND_FORWARD_H
#define NEXSIM_STORE_AND_FORWARD_H

#include "models/base/packet-fifo.h"
#include "models/base/timer.h"
#include "models/switch/switch-port.h"

#include <deque>

namespace nexsim
{

/**
 * @brief Packets whose head has arrived at a cut-through input but which must be stored first.
 *
 * They leave in order, each when its tail is there.
 */
class StoreAndForward : public Component
{
  public:
    bool Empty() const
    {
        return m_waiting.Empty();
    }

    /** @brief Takes a packet whose tail (packet.lastMark) has not arrived yet. */
    void Hold(PacketPtr packet, SwitchPort& out);

    Tally Held() const override;

  protected:
    void DoAttach() override;

  private:
    void OnTail();

    PacketFifo m_waiting;
    std::deque<SwitchPort*> m_out; //!< beside m_waiting
    Timer m_tail;
};

} // namespace nexsim

#endif // NEXSIM_STORE_AND_FORWARD_H
