// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FIFO_QUEUE_DISC_H
#define NEXSIM_FIFO_QUEUE_DISC_H

#include "models/base/packet-fifo.h"
#include "models/queue/queue-disc.h"

#include <algorithm>

namespace nexsim
{

/** @brief Who goes where a limit is exceeded. */
enum class DropFrom : uint8_t
{
    Tail, //!< the arriving packet
    Head  //!< the oldest packets
};

/**
 * @brief First in, first out, with limits in packets and in bytes and an ECN threshold.
 *
 * A packet that would exceed a limit is dropped on arrival (tail drop), or pushes out the oldest ones
 * (head drop) unless it would not fit into the empty queue. A packet that finds at
 * least a threshold's worth waiting, itself included, is marked if its sender understands ECN
 * (DCTCP, SIGCOMM 2010, section 3.1: marking on the instantaneous queue at arrival).
 */
class FifoQueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    Tally Held() const override;

    bool LetsNoneWait() const override
    {
        return m_maxPackets == Packets(0);
    }

    void DropWaiting() override;

    void PrefetchNext() const override
    {
        m_fifo.PrefetchFront();
    }

  protected:
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    bool IsOverLimit() const
    {
        // With a limit of 0 one packet may be on its way through.
        return Length() > std::max(m_maxPackets, Packets(1)) || Backlog() > m_maxBytes;
    }

    bool MakeRoom(const Packet& arriving);

    Packets m_maxPackets;
    Bytes m_maxBytes;
    Packets m_markPackets;
    Bytes m_markBytes;
    PacketFifo m_fifo;
    DropFrom m_dropFrom = DropFrom::Tail;
    DropReason* m_full = nullptr;
    DropReason* m_pushedOut = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_FIFO_QUEUE_DISC_H
