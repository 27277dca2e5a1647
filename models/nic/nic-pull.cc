// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// The queues of a NIC whose driver takes packets from them when it is told to.

#include "models/nic/nic.h"

namespace nexsim
{

void
Nic::Enqueue(PacketPtr packet)
{
    if (!m_link->IsUp())
    {
        Drop(std::move(packet), *m_linkDown);
    }
    else if (!Fits(*packet))
    {
        Drop(std::move(packet), *m_tooLarge);
    }
    else
    {
        m_queues.Enqueue(std::move(packet));
    }
}

void
Nic::Pull(Packets most)
{
    PullToRing(most);
    m_transmitter.Wake();
}

void
Nic::PullToRing(Packets most)
{
    for (int64_t left = most.Value(); left > 0 && !m_queues.Empty() && !m_txRing.Full(); --left)
    {
        PacketPtr packet = m_queues.Dequeue(Now());
        if (!packet)
        {
            break;
        }
        m_txRing.Post(std::move(packet));
    }
    m_isPullDue = !m_queues.Empty();
    m_pendingPulls += m_isPullDue ? 1 : 0;
    m_txRing.RingDoorbell();
}

/** Descriptors have become free, or the queues give out what they held back. */
void
Nic::Refill()
{
    if (__builtin_expect(!m_isPulled, 1))
    {
        FillRing(More::No);
    }
    else if (m_isPullDue)
    {
        PullToRing(Packets(kUnlimited));
    }
}

} // namespace nexsim
