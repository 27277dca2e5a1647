// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SINGLE_QUEUE_DISC_H
#define NEXSIM_SINGLE_QUEUE_DISC_H

#include "models/base/packet-fifo.h"
#include "models/queue/queue-disc.h"

#include <algorithm>

namespace nexsim
{

/**
 * @brief What disciplines that keep one list of packets have in common: the list and its limits.
 *
 * A packet that would exceed a limit is dropped on arrival, whatever the discipline.
 */
class SingleQueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    Tally Held() const override;

    bool LetsNoneWait() const override
    {
        return m_maxPackets == Packets(0);
    }

    void DropWaiting() override;

  protected:
    void DoAttach() override;

    /** @brief Whether what is here, the arriving packet included, is more than may wait. */
    bool IsOverLimit() const
    {
        // With a limit of 0 one packet may be on its way through.
        return Length() > std::max(m_maxPackets, Packets(1)) || Backlog() > m_maxBytes;
    }

    /** @brief The arriving packet finds no room. */
    void DropFull(PacketPtr packet)
    {
        DropHeld(std::move(packet), *m_full);
    }

    PacketFifo m_waiting;

  private:
    Packets m_maxPackets;
    Bytes m_maxBytes;
    DropReason* m_full = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_SINGLE_QUEUE_DISC_H
